import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listBuild, publicVersions } from './listBuild.mjs';

const PAGE = '<script type="module" crossorigin src="./assets/index-a1.js"></script>';

function folderOf(files: Readonly<Record<string, string | number>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'optical-bench-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const bytes = typeof content === 'number' ? new Uint8Array(content) : content;
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

const PUBLIC = { 'alignment/sample.bin': 'a', 'encoder/embed.onnx': 'e', 'icon.svg': 'i' };
const BUILT = {
  ...PUBLIC,
  'index.html': PAGE,
  'assets/index-a1.js': 'x',
  'assets/noto-sans-latin-wght-normal-1.woff2': 'f',
  'assets/noto-sans-devanagari-wght-normal-1.woff2': 'f',
  'assets/ort-1.wasm': 6 * 2 ** 20,
  'assets/contender-1.js': 'x',
  'bench/contender.html': 'x',
  'sw.js': 'x',
};

test('what the first picture and the screens need is kept at once, the rest when it is used', () => {
  const versions = publicVersions(folderOf(PUBLIC));
  const list = listBuild(folderOf(BUILT), versions);
  expect(list.entry).toBe('assets/index-a1.js');
  expect(list.eager).toEqual([
    './',
    `alignment/sample.bin?v=${versions.alignment}`,
    'assets/index-a1.js',
    'assets/noto-sans-latin-wght-normal-1.woff2',
    'icon.svg',
  ]);
  expect(list.lazy).toEqual([
    'assets/noto-sans-devanagari-wght-normal-1.woff2',
    'assets/ort-1.wasm',
    `encoder/embed.onnx?v=${versions.encoder}`,
  ]);
  // printf a | openssl dgst -sha256 -binary | base64
  expect(list.integrity).toEqual({
    [`alignment/sample.bin?v=${versions.alignment}`]:
      'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=',
    [`encoder/embed.onnx?v=${versions.encoder}`]:
      'sha256-P3m7e0NbBTIWUdrv03TNxoHcBvqmXjdOODN7iMoEbeo=',
  });
});

test('addresses of public files change with the contents of their folder, and only with them', () => {
  const before = publicVersions(folderOf(PUBLIC));
  const after = publicVersions(folderOf({ ...PUBLIC, 'encoder/embed.onnx': 'other' }));
  expect(publicVersions(folderOf(PUBLIC))).toEqual(before);
  expect(after.alignment).toBe(before.alignment);
  expect(after.encoder).not.toBe(before.encoder);
  const [one, other] = [before, after].map((versions) => listBuild(folderOf(BUILT), versions));
  expect(one!.id).not.toBe(other!.id);
});

test('a page that starts nothing is refused', () => {
  expect(() => listBuild(folderOf({ 'index.html': '<p>' }), {})).toThrow(/starts no script/);
});
