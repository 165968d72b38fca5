import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../bench/serve.mjs';
import { InputFiles } from './inputFiles';
import type { InputFile, LoadProgress } from './types';

const bytes = Uint8Array.from({ length: 9_000_000 }, (_, at) => at % 251);
const expected = createHash('sha256').update(bytes).digest('hex');

async function served(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'optical-bench-'));
  const path = join(folder, 'f.bin');
  writeFileSync(path, bytes);
  const server = await serve({ root: folder, inputs: [path] });
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  return server.url;
}

test('bytes, a blob and an address are the same file, read in pieces, by range and hashed', async () => {
  const url = await served();
  const given: InputFile[] = [
    { path: 'a', bytes },
    { path: 'b', blob: new Blob([bytes]) },
    { path: 'c', url: `${url}input/0` },
  ];
  const seen: LoadProgress[] = [];
  const files = new InputFiles(new AbortController().signal, (progress) => seen.push(progress));
  for (const file of await files.open(given)) {
    if ('bytes' in file) throw new Error('wanted a watched file');
    expect(file.size).toBe(bytes.length);
    expect(await file.slice!(250, 253)).toEqual(new Uint8Array([250, 0, 1]));
    expect((await file.slice!(8_999_999, 9_000_009)).length).toBe(1);
    expect((await file.slice!(9_000_000, 9_000_009)).length).toBe(0);
    for await (const _ of file.chunks());
  }
  const records = given.map(({ path }) => ({ path, rows: 1 }));
  const hashed = await files.hash(records, given);
  expect(hashed.map(({ sha256 }) => sha256)).toEqual([expected, expected, expected]);
  expect(new Set(seen.map(({ stage }) => stage))).toEqual(new Set(['read', 'hash']));
  for (const { done, total } of seen) expect(done).toBeLessThanOrEqual(total);
});

test('an address that fails is named, with the status or the reason', async () => {
  const url = await served();
  const open = (address: string) =>
    new InputFiles(new AbortController().signal).open([{ path: 'far', url: address }]);
  await expect(open(`${url}input/9`)).rejects.toThrow('far: cannot be read (HTTP 404)');
  await expect(open('http://localhost:1/x')).rejects.toThrow(/^far: cannot be fetched \(/);
});

test('a cancel is heard within a mebibyte or two', async () => {
  const stop = new AbortController();
  const [file] = await new InputFiles(stop.signal).open([{ path: 'a', bytes }]);
  let read = 0;
  const reading = (async () => {
    if ('bytes' in file!) return;
    for await (const chunk of file!.chunks()) {
      read += chunk.length;
      if (read > 1_000_000 && !stop.signal.aborted)
        setTimeout(() => stop.abort(new DOMException('stopped', 'AbortError')), 0);
    }
  })();
  await expect(reading).rejects.toThrow('stopped');
  expect(read).toBeLessThan(4_000_000);
});
