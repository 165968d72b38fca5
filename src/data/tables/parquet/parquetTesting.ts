import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedBytes } from '../../types';

interface Fixtures {
  /** As pyarrow reads them. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Base64, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Made by tools/oracles/parquetFiles.py. */
export const FIXTURES: Fixtures = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures.json'), 'utf8'),
);

export function parquetFile(name: string): NamedBytes {
  const bytes = Buffer.from(FIXTURES.files[name] ?? '', 'base64');
  return { path: `${name}.parquet`, bytes };
}
