import * as v from 'valibot';
import type { DataSourceRecord } from '../data';
import type { BaseAbout } from '../encoders';
import { ParseError } from '../lib';
import type { StudyConfig } from '../report';
import type { StudentPiece } from '../study';

const text = v.pipe(v.string(), v.nonEmpty());
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const schema = v.object({
  schema: v.literal('student/1'),
  method: text,
  student: text,
  languages: v.pipe(v.array(text), v.nonEmpty()),
  joint: v.boolean(),
  seed: whole,
  step: v.nullable(whole),
  devMap: v.nullable(v.number()),
  layer: whole,
  reads: v.union([v.literal('last'), v.literal('ids'), whole]),
  encoder: v.object({ id: text, name: text, width: whole, layers: whole }),
  corpus: v.string(),
  synthetic: v.boolean(),
  configSha256: v.string(),
  config: v.unknown(),
  data: v.array(v.object({ path: v.string(), sha256: v.string(), rows: v.number() })),
  commit: v.string(),
  base: v.object({ licence: v.string(), provenance: v.unknown() }),
});

/** What goes with an exported student, as `student.json`: what it is, from what it was made, whose base it has. */
export type StudentRecord = v.InferOutput<typeof schema>;

/** What all students of a study have in common. */
export interface StudyRecord {
  readonly config: StudyConfig;
  readonly configSha256: string;
  readonly corpus: string;
  readonly synthetic: boolean;
  readonly data: readonly DataSourceRecord[];
  readonly commit: string;
  readonly base: BaseAbout;
}

export function recordOf(piece: StudentPiece, study: StudyRecord): StudentRecord {
  const { method, student, languages, joint, seed, step, devMap, layer, reads } = piece;
  const { config, configSha256, corpus, synthetic, data, commit, base } = study;
  const { id, name, width, layers, licence, provenance } = base;
  return {
    schema: 'student/1',
    ...{ method, student, languages: [...languages], joint, seed, step, layer, reads },
    devMap: devMap === null || Number.isNaN(devMap) ? null : devMap,
    encoder: { id, name, width, layers },
    ...{ corpus, synthetic, configSha256, config, data: [...data], commit },
    base: { licence, provenance },
  };
}

/** Reads `student.json`. @throws ParseError naming the field, found and wanted. */
export function parseRecord(json: string, file: string): StudentRecord {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw new ParseError(file, 0, '', `not JSON: ${(cause as Error).message}`);
  }
  const result = v.safeParse(schema, parsed);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? '';
  throw new ParseError(file, 0, field, `found ${issue.received}, want ${issue.expected}`);
}
