import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectFiles } from './inputs.mjs';
import { exitOf, setEnv, temporaryFolder } from './testing';

describe('collectFiles', () => {
  test('a file, under its own name', () => {
    const folder = temporaryFolder({ 'a/x.tsv': '' });
    const file = join(folder, 'a/x.tsv');
    expect(collectFiles('--mtop', [file])).toEqual([{ path: 'x.tsv', file }]);
  });

  test('a folder with all below it in a stable order, without what is hidden', () => {
    const folder = temporaryFolder({
      'mtop/en/test.txt': '',
      'mtop/de/test.txt': '',
      'mtop/.DS_Store': '',
      'mtop/._de': '',
      'mtop/.git/config': '',
    });
    const shown = collectFiles('--mtop', [join(folder, 'mtop')]).map(({ path }) => path);
    expect(shown).toEqual(['mtop/de/test.txt', 'mtop/en/test.txt']);
    expect(collectFiles('--mtop', [join(folder, 'mtop/')]).map(({ path }) => path)).toEqual(shown);
  });

  test('a hidden file that is named is read', () => {
    const folder = temporaryFolder({ '.hidden.tsv': '' });
    expect(collectFiles('--mtop', [join(folder, '.hidden.tsv')])).toHaveLength(1);
  });

  test('the beginning of a Moses pair: both sides, nothing else', () => {
    const folder = temporaryFolder({
      'c.en-sw.en': '',
      'c.en-sw.sw': '',
      'c.en-sw2.sw': '',
      'c.en': '',
    });
    mkdirSync(join(folder, 'c.en-sw.folder'));
    expect(collectFiles('--bitext', [join(folder, 'c.en-sw')])).toEqual([
      { path: 'c.en-sw.en', file: join(folder, 'c.en-sw.en') },
      { path: 'c.en-sw.sw', file: join(folder, 'c.en-sw.sw') },
    ]);
  });

  test('paths are meant from where the user stands', () => {
    const folder = temporaryFolder({ 'here/x.tsv': '' });
    setEnv('INIT_CWD', join(folder, 'here'));
    expect(collectFiles('--mtop', ['x.tsv'])[0]!.file).toBe(join(folder, 'here/x.tsv'));
    expect(collectFiles('--mtop', ['../here'])[0]!.path).toBe('here/x.tsv');
  });

  test('a file that is named twice is read once', () => {
    const folder = temporaryFolder({ 'b/x.en': '', 'b/x.de': '' });
    const files = collectFiles('--bitext', [join(folder, 'b'), join(folder, 'b/x.en')]);
    expect(files.map(({ path }) => path)).toEqual(['b/x.de', 'b/x.en']);
  });

  test('equal names of two folders stay apart, so that no side pairs with a stranger', () => {
    const folder = temporaryFolder({ 'a/x.en': '', 'a/x.de': '', 'b/x.en': '', 'b/x.sw': '' });
    const files = collectFiles('--bitext', [join(folder, 'a/x'), join(folder, 'b/x')]);
    expect(files.map(({ path }) => path)).toEqual(
      ['a/x.de', 'a/x.en', 'b/x.en', 'b/x.sw'].map((name) => join(folder, name)),
    );
  });

  test('links to files count, links to nowhere and in circles do not hang it', () => {
    const folder = temporaryFolder({ 'd/real.tsv': '', 'other/far.tsv': '' });
    symlinkSync(join(folder, 'd'), join(folder, 'd/circle'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'd/broken'));
    symlinkSync(join(folder, 'other'), join(folder, 'd/linked'));
    const shown = collectFiles('--mtop', [join(folder, 'd')]).map(({ path }) => path);
    expect(shown).toEqual(['d/linked/far.tsv', 'd/real.tsv']);
  });

  test.each(['nowhere', 'nowhere/deeper', 'file.txt/below', ''])(
    'a path that is not there names flag and path: "%s"',
    async (path) => {
      setEnv('INIT_CWD', temporaryFolder({ 'file.txt': '' }));
      expect(await exitOf(() => collectFiles('--bitext', [path]))).toMatchObject({
        code: 64,
        message: `--bitext ${path}: no such file, folder or beginning of a Moses pair.`,
      });
    },
  );

  test('no paths are no files', () => {
    expect(collectFiles('--mtop', [])).toEqual([]);
  });
});
