import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../public/bitext/', import.meta.url);
const LANGUAGES = ['de', 'es', 'fr', 'hi', 'th', 'sw', 'so', 'tl', 'mr', 'fi'];

type Manifest = { files: { path: string; bytes: number; sha256: string; rows: number }[] };

const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const { files } = JSON.parse(read('manifest.json')) as Manifest;

describe('the extra bitext', () => {
  it('has UDHR and CLDR for ten languages, within 6 MB', () => {
    const wanted = ['udhr', 'cldr'].flatMap((source) => LANGUAGES.map((l) => `${source}.${l}.tsv`));
    expect(files.map(({ path }) => path)).toEqual(wanted);
    expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(6e6);
  });

  it.each(files)('$path matches its checksum and holds pairs of two differing sides', (file) => {
    const text = read(file.path);
    expect(createHash('sha256').update(text).digest('hex')).toBe(file.sha256);
    expect(text.endsWith('\n')).toBe(true);
    const rows = text.slice(0, -1).split('\n');
    expect(rows.length).toBe(file.rows);
    expect(rows.length).toBeGreaterThan(40);
    for (const row of rows) {
      const sides = row.split('\t');
      expect(sides.length).toBe(2);
      expect(sides.every((side) => side === side.trim() && side !== '')).toBe(true);
      expect(sides[0]).not.toBe(sides[1]);
    }
  });
});
