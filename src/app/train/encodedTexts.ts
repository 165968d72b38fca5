import * as v from 'valibot';
import { type StudyConfig, trainsEncoder } from '../../report';
import type { DataSummary } from '../../worker';
import type { RecordStorage } from './unfinished';

const KEY = 'optical-bench.encoded-texts';
const schema = v.record(
  v.string(),
  v.object({ languages: v.array(v.string()), texts: v.pipe(v.number(), v.minValue(0)) }),
);
/** Records beyond these are forgotten, the oldest first. */
const MOST = 30;

/** What a study encodes, as far as it can be told without cutting texts into tokens. */
interface Encoding {
  readonly config: Pick<StudyConfig, 'encoder' | 'layer' | 'student' | 'languages'>;
  readonly files: DataSummary['files'];
  /** Distinct texts. */
  readonly texts: number;
}

/** Notes what a study that went through has encoded: the browser keeps the vectors. */
export function keepEncoded(storage: RecordStorage, encoding: Encoding): void {
  const all = read(storage);
  const key = keyOf(encoding);
  all.delete(key);
  all.set(key, { languages: languagesOf(encoding), texts: encoding.texts });
  try {
    storage.setItem(KEY, JSON.stringify(Object.fromEntries([...all].slice(-MOST))));
  } catch {}
}

/** Share of a study's texts, 0..1, that an earlier one with the same encoder, layer, files and languages has encoded. */
export function shareEncoded(storage: RecordStorage, encoding: Encoding): number {
  const known = read(storage).get(keyOf(encoding));
  const has = known && (known.languages[0] === ALL ? () => true : among(known.languages));
  if (!has || !languagesOf(encoding).every(has)) return 0;
  return encoding.texts > 0 ? Math.min(1, known.texts / encoding.texts) : 1;
}

const ALL = '*';

function languagesOf({ config }: Encoding): string[] {
  return config.languages.length > 0 ? [...config.languages] : [ALL];
}

function among(languages: readonly string[]): (language: string) => boolean {
  return (language) => languages.includes(language);
}

/** Students of the encoder read other layers than heads do. */
function keyOf({ config: { encoder, layer, student }, files }: Encoding): string {
  const hashes = files.map(({ sha256 }) => sha256).toSorted();
  return JSON.stringify([encoder, layer, trainsEncoder(student) ? student : 'head', hashes]);
}

function read(storage: RecordStorage): Map<string, { languages: string[]; texts: number }> {
  try {
    return new Map(Object.entries(v.parse(schema, JSON.parse(storage.getItem(KEY) ?? '{}'))));
  } catch {
    return new Map();
  }
}
