import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROWS = { train: 28, eval: 14, test: 20 } as const;

/** Writes the first rows of the embedded sample as a small MTOP folder and gives its path. */
export function writeSmallMtop(folder: string, languages: readonly string[]): string {
  for (const language of languages) {
    for (const [split, count] of Object.entries(ROWS)) {
      const path = join('public', 'sample', language, `${split}.txt`);
      const rows = readFileSync(path, 'utf8').split('\n').slice(0, count);
      const file = join(folder, 'mtop', language, `${split}.txt`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${rows.join('\n')}\n`);
    }
  }
  return join(folder, 'mtop');
}
