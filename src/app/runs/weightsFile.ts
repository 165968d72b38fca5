import * as v from 'valibot';
import {
  ParseError,
  quoteJson,
  readSafetensors,
  type Safetensors,
  type StoredTensor,
  writeSafetensors,
} from '../../lib';
import type { RunFile } from './runRecord';

/** The heads of all students of a run in a bundle. */
export const WEIGHTS_FILE = 'weights.safetensors';
/** A head as a run keeps it, and what is said of it beside. */
const HEAD = /^weights\/(.+)\.head\.safetensors$/;
/** Key of a head file's metadata: the record of its student, in JSON. */
const RECORD = 'student';
const TEACHER = 'teacher.';
/** Keys of the metadata of `weights.safetensors`: its schema, and what the records of all students have in common. */
const [SCHEMA_KEY, STUDY_KEY] = ['schema', 'study'];
const SCHEMA = 'weights/1';
/** Fields of a record that are the study's, in the order of records: they come after the student's own. */
const OF_STUDY = [
  ...['encoder', 'corpus', 'synthetic', 'configSha256', 'config', 'data', 'commit', 'base'],
] as const;

type Fields = Record<string, unknown>;

/** What the metadata of `weights.safetensors` says of a student, below its path. */
const studentSchema = v.object({
  /** What its files in a run begin with. */
  stem: v.pipe(v.string(), v.regex(/^[\w.@+-]+$/, 'a name of a file')),
  /** Where the tensors of its teacher's head lie. */
  teacher: v.string(),
  /** Metadata of its head file beside the record, such as `inputNorm`. */
  norms: v.record(v.string(), v.string()),
  /** Of its record the fields that are not the study's; all of them where it is of another study. */
  record: v.record(v.string(), v.unknown()),
});
type Student = v.InferOutput<typeof studentSchema>;

/** Whether a file of a run goes into `weights.safetensors`: a head, or the record beside one. */
export function isHeadFile(name: string): 'head' | 'record' | null {
  if (HEAD.test(name)) return 'head';
  return /^weights\/.+\.json$/.test(name) ? 'record' : null;
}

/**
 * One safetensors file of all heads: `METHOD/LANGUAGE/SEED/TENSOR`, with `joint` for the language of a joint student, and
 * once a seed `ranker/en/SEED/TENSOR`, the teacher's head. The metadata say what rebuilds each head: `study` has the
 * fields that all records share, `METHOD/LANGUAGE/SEED` the others, in JSON. Nothing is rounded.
 *
 * @throws ParseError for a head file without a record, or two heads of one method, language and seed.
 */
export async function packWeights(heads: readonly RunFile[]): Promise<Uint8Array<ArrayBuffer>> {
  const tensors = new Map<string, StoredTensor>();
  const metadata: Record<string, string> = { [SCHEMA_KEY]: SCHEMA };
  for (const { name, content } of heads) {
    const head = readSafetensors(new Uint8Array(await content.arrayBuffer()), name);
    const { [RECORD]: json, ...norms } = Object.fromEntries(head.metadata);
    if (json === undefined) throw new ParseError(name, 0, RECORD, 'found no record of the student');
    const all = jsonOf(head, RECORD);
    const fields = Object.entries(all);
    const study = JSON.stringify(Object.fromEntries(fields.filter(isOfStudy)));
    metadata[STUDY_KEY] ??= study;
    const path = pathOf(all);
    if (Object.hasOwn(metadata, path))
      throw new ParseError(
        name,
        0,
        RECORD,
        `found ${path}, which another head of the run has, too`,
      );
    const student: Student = {
      stem: HEAD.exec(name)![1]!,
      teacher: placeTeacher(head, `ranker/en/${all.seed}`, path, tensors),
      norms,
      // A head that was added by hand may be of another study: nothing of its record is shared then.
      record:
        study === metadata[STUDY_KEY]
          ? Object.fromEntries(fields.filter((field) => !isOfStudy(field)))
          : all,
    };
    for (const [tensor, stored] of head.tensors)
      if (!tensor.startsWith(TEACHER)) tensors.set(`${path}/${tensor}`, stored);
    metadata[path] = JSON.stringify(student);
  }
  return writeSafetensors(tensors, metadata);
}

/** @throws ParseError naming the field, if the file is none that `packWeights` wrote. */
export function unpackWeights(bytes: Uint8Array): RunFile[] {
  const file = readSafetensors(bytes, WEIGHTS_FILE);
  const schema = file.metadata.get(SCHEMA_KEY);
  if (schema !== SCHEMA)
    throw new ParseError(WEIGHTS_FILE, 0, SCHEMA_KEY, `found ${quoteJson(schema)}, want ${SCHEMA}`);
  const study = jsonOf(file, STUDY_KEY);
  return [...file.metadata.keys()]
    .filter((key) => key !== SCHEMA_KEY && key !== STUDY_KEY)
    .flatMap((path) => headFiles(file, path, study));
}

function headFiles(file: Safetensors, path: string, study: Fields): RunFile[] {
  const read = v.safeParse(studentSchema, jsonOf(file, path));
  if (!read.success) {
    const [issue] = read.issues;
    const field = `${path}: ${v.getDotPath(issue)}`;
    throw new ParseError(WEIGHTS_FILE, 0, field, `found ${issue.received}, want ${issue.expected}`);
  }
  const { stem, teacher, norms, record: own } = read.output;
  const tensors = new Map([...below(file, `${path}/`, ''), ...below(file, `${teacher}/`, TEACHER)]);
  const record = Object.entries(own).some(isOfStudy) ? own : { ...own, ...study };
  const head = writeSafetensors(tensors, { [RECORD]: JSON.stringify(record), ...norms });
  return [
    { name: `weights/${stem}.head.safetensors`, content: new Blob([head]) },
    { name: `weights/${stem}.json`, content: new Blob([`${JSON.stringify(record, null, 1)}\n`]) },
  ];
}

/** Students of a seed have one teacher; one that differs, which no study writes, stays with its student. */
function placeTeacher(
  head: Safetensors,
  shared: string,
  path: string,
  tensors: Map<string, StoredTensor>,
): string {
  const own = [...head.tensors].filter(([name]) => name.startsWith(TEACHER));
  const at = (place: string, name: string) => `${place}/${name.slice(TEACHER.length)}`;
  const differs = own.some(([name, { bytes }]) => {
    const known = tensors.get(at(shared, name))?.bytes;
    return known && !(known.length === bytes.length && known.every((byte, k) => byte === bytes[k]));
  });
  const place = differs ? `${path}/teacher` : shared;
  for (const [name, stored] of own) tensors.set(at(place, name), stored);
  return place;
}

/** Tensors directly below a path. */
function below({ tensors }: Safetensors, path: string, prefix: string): [string, StoredTensor][] {
  return [...tensors]
    .filter(([name]) => name.startsWith(path) && !name.slice(path.length).includes('/'))
    .map(([name, stored]) => {
      const own = name.slice(path.length);
      if (!/^[a-z]\w*$/.test(own))
        throw new ParseError(WEIGHTS_FILE, 0, quoteJson(name), 'want a name like w at its end');
      return [`${prefix}${own}`, stored];
    });
}

function isOfStudy([key]: [string, unknown]): boolean {
  return (OF_STUDY as readonly string[]).includes(key);
}

function pathOf({ method, joint, languages, seed }: Fields): string {
  const language = joint ? 'joint' : Array.isArray(languages) ? languages[0] : undefined;
  return `${method}/${language}/${seed}`;
}

function jsonOf({ file, metadata }: Safetensors, key: string): Fields {
  const text = metadata.get(key);
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (value !== null && typeof value === 'object') return value as Fields;
  } catch {}
  throw new ParseError(file, 0, key, `found ${quoteJson(text)}, want an object in JSON`);
}
