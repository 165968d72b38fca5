import { gzipSync } from 'node:zlib';
import { strToU8 } from 'fflate';
import type { FuzzTarget } from '../fuzz/types';
import type { NamedBytes } from '../types';
import { eachLine } from './eachLine';
import { expandFiles } from './expandFiles';
import { chunksOf } from './readFile';
import { makeZip } from './zipTesting';

const text = strToU8('It rains. 語\n'.repeat(9));
const zip = makeZip([
  { name: 'en/test.txt', data: text },
  { name: 'stored.txt', data: text, method: 0 },
  { name: 'later.txt', data: text, descriptor: true },
  { name: 'wide.txt', data: text, zip64: true },
]);
const gzip = Buffer.concat([gzipSync(text), gzipSync(text)]);

/** Unpacks all there is; a file counts as kept. */
async function readContainer(file: NamedBytes): Promise<{ kept: number; bad: number }> {
  let kept = 0;
  for (const entry of await expandFiles([file], () => true)) {
    for await (const _ of chunksOf(entry));
    kept++;
  }
  return { kept, bad: 0 };
}

async function readLines(file: NamedBytes): Promise<{ kept: number; bad: number }> {
  let kept = 0;
  await eachLine(file, () => {
    kept++;
  });
  return { kept, bad: 0 };
}

/** Containers, and lines. */
export const SOURCE_TARGETS: readonly FuzzTarget[] = [
  { name: 'zip', seeds: [{ path: 'a.zip', bytes: zip }], read: readContainer },
  { name: 'gzip', seeds: [{ path: 'a.tsv.gz', bytes: gzip }], read: readContainer },
  { name: 'lines', seeds: [{ path: 'a.txt', bytes: text }], read: readLines },
];
