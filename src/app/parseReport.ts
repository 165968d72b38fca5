import * as v from 'valibot';
import { EMBEDDED_ENCODER, type StudyReport, TASKS } from '../report';

const interval = v.nullable(v.tuple([v.number(), v.number()]));
const seed = v.nullable(v.number());
const task = v.picklist(TASKS);
const method = v.pipe(v.string(), v.nonEmpty());
const share = v.nullable(v.number());
const texts = v.array(v.string());

/** The parts that are drawn or listed; the rest of a report is kept as it is. */
const schema = v.looseObject({
  schema: v.literal('study/1'),
  config: v.looseObject({
    bootstrap: v.object({ replicates: v.number(), seed: v.number() }),
    // Reports of earlier versions are of the embedded encoder, without prefixes.
    encoder: v.optional(v.looseObject({ source: v.string() }), { ...EMBEDDED_ENCODER }),
  }),
  env: v.looseObject({ adapter: v.string(), software: v.boolean() }),
  data: v.array(v.looseObject({ path: v.string(), sha256: v.string(), rows: v.number() })),
  synthetic: v.boolean(),
  corpus: v.string(),
  sizes: v.looseObject({ evaluationIds: v.number() }),
  // Reports of earlier versions know T1 and T2 of utterances alone.
  topic: v.optional(v.picklist(['intent', 'document']), 'intent'),
  tasks: v.optional(v.array(v.looseObject({ task, title: v.string() })), []),
  measures: v.optional(v.array(v.looseObject({ task, method, measure: v.string() })), []),
  groups: v.object({ name: v.string(), high: texts, low: texts }),
  results: v.array(
    v.looseObject({
      task,
      method,
      language: v.string(),
      seed,
      map: v.number(),
      ci: interval,
      queries: v.number(),
      ties: v.number(),
    }),
  ),
  gaps: v.array(
    v.looseObject({
      task,
      method,
      seed,
      high: share,
      low: share,
      gap: share,
      ci: interval,
      delta: share,
      deltaCi: interval,
      label: v.picklist(['levelling up', 'levelling down', 'mixed', 'none']),
    }),
  ),
  differences: v.array(v.looseObject({ task, method, language: v.string(), delta: v.number() })),
  tests: v.optional(v.array(v.looseObject({ task, method, baseline: v.string() })), []),
  dispersion: v.optional(v.array(v.looseObject({ task, method, measure: v.string() })), []),
  logit: v.optional(v.array(v.looseObject({ task, method })), []),
  pool: v.optional(v.array(v.looseObject({ method })), []),
  curves: v.array(v.looseObject({ stage: v.string(), seed: v.number(), step: v.number() })),
  collapse: v.array(
    v.looseObject({
      method,
      seed: v.number(),
      meanCosine: v.number(),
      columnEntropy: v.number(),
      alarm: v.boolean(),
      reasons: texts,
    }),
  ),
  slots: v.optional(v.array(v.looseObject({ method, language: v.string() })), []),
  training: v.optional(
    v.array(v.looseObject({ method, seed: v.number(), student: v.string() })),
    [],
  ),
  notTrained: v.array(v.object({ language: v.string(), reason: v.string() })),
  notes: texts,
  answers: v.record(v.string(), v.string()),
  timings: v.record(v.string(), v.number()),
});

/**
 * Reads an earlier run's `report.json`.
 *
 * @throws Error that says what the file is instead, or names the first bad field.
 */
export function parseReport(text: string): StudyReport {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`this is not JSON (${String(error)})`);
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output as unknown as StudyReport;
  const found = (json as { schema?: unknown } | null)?.schema;
  if (found !== 'study/1') {
    const named =
      found === undefined ? 'it names no schema' : `its schema is ${JSON.stringify(found)}`;
    throw new Error(`this is not a report of a study: ${named}, wanted "study/1"`);
  }
  const [issue] = result.issues;
  throw new Error(
    `field ${v.getDotPath(issue) ?? '(whole file)'}: expected ${issue.expected}, got ${issue.received}`,
  );
}
