import { LOGIT_VERDICTS, type StudyReport, type TaskId } from '../../report';
import type { CellValue, ExportColumn, ExportTable } from '../export/exportTable';

/** A part of a report that is a table, with what a reader must know of it. */
export interface ReportTable {
  readonly title: string;
  readonly note: string;
  readonly table: ExportTable;
}

/** A column and how a row fills it. */
type Column<Row> = readonly [
  key: string,
  label: string,
  cell: (row: Row) => CellValue | undefined,
  digits?: number,
];

/** Every part of a report that the charts do not show; parts without a row are left out. */
export function reportTables(
  report: StudyReport,
  task: TaskId,
  about: ExportTable['about'],
): ReportTable[] {
  const of = <Row extends { readonly task: TaskId }>(rows: readonly Row[]) =>
    rows.filter((row) => row.task === task);
  const make = <Row>(
    [name, title, note]: readonly [string, string, string],
    rows: readonly Row[],
    columns: readonly Column<Row>[],
  ): ReportTable[] =>
    rows.length === 0
      ? []
      : [{ title, note, table: { name, caption: title, about, ...filled(rows, columns) } }];
  return [
    ...make(TESTS, of(report.tests), [
      ['method', 'Method', (row) => row.method],
      ['baseline', 'Against', (row) => row.baseline],
      ['language', 'Language', (row) => row.language ?? 'gap'],
      ['queries', 'Queries', (row) => row.queries],
      ['delta', 'Difference', (row) => row.delta, 4],
      ['effect_size', 'd_z', (row) => row.effectSize],
      ['t', 't', (row) => row.t],
      ['p_t', 'p of t', (row) => row.pT, 5],
      ['p', 'p of sign flips', (row) => row.p, 5],
      ['exact', 'Patterns', (row) => (row.exact ? 'all' : 'drawn')],
      ['p_topic', 'p, topics together', (row) => row.pTopic, 5],
      ['holm', 'Holm', (row) => row.holm, 5],
      ['bh', 'BH', (row) => row.bh, 5],
      ['detectable', 'Detectable', (row) => row.detectable, 4],
    ]),
    ...make(DISPERSION, of(report.dispersion), [
      ['method', 'Method', (row) => row.method],
      ['measure', 'Measure', (row) => row.measure],
      ['value', 'Value', (row) => row.value, 4],
      ...interval((row: StudyReport['dispersion'][number]) => row.ci),
      ['change', 'Change', (row) => row.delta, 4],
      ...interval((row: StudyReport['dispersion'][number]) => row.deltaCi, 'change_'),
    ]),
    ...make(LOGIT, of(report.logit), [
      ['method', 'Method', (row) => row.method],
      ['gap', 'Gap', (row) => row.gap],
      ['change', 'Change', (row) => row.delta],
      ...interval((row: StudyReport['logit'][number]) => row.deltaCi, 'change_'),
      ['verdict', 'Resolved on', (row) => LOGIT_VERDICTS[row.verdict ?? 'neither']],
    ]),
    ...make(POOL, task === 'T4' ? report.pool : [], [
      ['method', 'Method', (row) => row.method],
      ['language', 'Language of queries', (row) => row.language ?? 'all'],
      ['peer', 'PEER@100', (row) => row.peer],
      ['peer_documents', 'Relevant behind it', (row) => row.peerDocuments, 1],
      ['max_at_r', 'Max@R', (row) => row.maxAtR, 1],
      ['correlation', 'MRC', (row) => row.correlation],
      ...Object.keys(report.pool[0]?.share ?? {}).map(
        (code): Column<StudyReport['pool'][number]> => [
          `share_${code}`,
          `${code} in the first 10`,
          (row) => (Object.hasOwn(row.share, code) ? row.share[code] : null),
        ],
      ),
    ]),
    ...make(MEASURES, of(report.measures), [
      ['method', 'Method', (row) => row.method],
      ['language', 'Language', (row) => row.language],
      ['measure', 'Measure', (row) => row.measure],
      ['value', 'Value', (row) => row.value, 4],
    ]),
    ...make(TASKS, report.tasks, [
      ['task', 'Task', (row) => row.title],
      ['relevance', 'Relevant', (row) => row.relevance],
      ['documents', 'Documents', (row) => row.documents],
      ['queries', 'Queries', (row) => row.queries],
      ['skipped', 'Without a relevant one', (row) => row.skipped],
      ['relevant', 'Relevant each', (row) => row.relevant, 1],
    ]),
    ...make(SLOTS, report.slots, [
      ['method', 'Method', (row) => row.method],
      ['language', 'Language', (row) => row.language],
      ['share', 'Share', (row) => row.share],
      ['chance', 'Chance', (row) => row.chance],
      ['corrected', 'Corrected', (row) => row.corrected],
      ['pairs', 'Pairs', (row) => row.pairs],
    ]),
    ...make(TRAINING, report.training, [
      ['method', 'Method', (row) => row.method],
      ['language', 'Language', (row) => row.language ?? 'joint'],
      ['seed', 'Seed', (row) => row.seed],
      ['student', 'Student', (row) => row.student],
      ['steps', 'Steps', (row) => row.steps],
      ['of', 'of', (row) => row.of],
      ['chosen', 'Kept step', (row) => row.chosen],
      ['dev_map', 'Held-out MAP', (row) => row.devMap, 4],
      ['seconds', 'Seconds a step', (row) => report.timings[`step ${row.method}`], 4],
    ]),
    ...make(COLLAPSE, report.collapse, [
      ['method', 'Method', (row) => row.method],
      ['language', 'Language', (row) => row.language ?? 'joint'],
      ['seed', 'Seed', (row) => row.seed],
      ['mean_cosine', 'Mean cosine', (row) => row.meanCosine],
      ['column_entropy', 'Column entropy', (row) => row.columnEntropy],
      ['alarm', 'Alarm', (row) => (row.alarm ? 'yes' : 'no')],
      ['reasons', 'Reasons', (row) => row.reasons.join('; ')],
    ]),
    ...make(MEMORY, report.memory?.students ?? [], [
      ['student', 'Student', (row) => row.student],
      ['batch', 'Pairs a batch', (row) => row.batch],
      ['tokens', 'Tokens a text', (row) => row.tokensPerText, 0],
      ['checkpointing', 'Layers again', (row) => (row.checkpointing ? 'yes' : 'no')],
      ['bytes', 'Bytes', (row) => row.bytes],
      ['largest', 'Largest buffer', (row) => row.largestBuffer],
    ]),
    ...make(DATA, report.data, [
      ['path', 'File', (row) => row.path],
      ['rows', 'Rows', (row) => row.rows],
      ['sha256', 'SHA-256', (row) => row.sha256],
    ]),
    ...make(ENVIRONMENT, environmentOf(report), [
      ['what', 'What', ([what]) => what],
      ['value', 'Value', ([, value]) => value],
    ]),
  ];
}

function filled<Row>(rows: readonly Row[], columns: readonly Column<Row>[]) {
  return {
    columns: columns.map(
      ([key, label, , digits]): ExportColumn => ({
        ...{ key, label },
        ...(digits !== undefined && { digits }),
      }),
    ),
    rows: rows.map((row) => columns.map(([, , cell]) => cell(row) ?? null)),
  };
}

function interval<Row>(
  of: (row: Row) => readonly [number, number] | null | undefined,
  before = '',
): Column<Row>[] {
  return [
    [`${before}low`, 'low', (row) => of(row)?.[0], 4],
    [`${before}high`, 'high', (row) => of(row)?.[1], 4],
  ];
}

function environmentOf({
  env,
  sizes,
  timings,
  config,
}: StudyReport): (readonly [string, CellValue])[] {
  return [
    ['adapter', env.adapter],
    ['software adapter', env.software ? 'yes' : 'no'],
    ['scores by', env.scoring ?? null],
    ['backend', env.backend ?? null],
    ['browser', env.browser ?? null],
    ['commit', env.commit ?? null],
    ...Object.entries(env.versions ?? {}),
    ['training ids', sizes.trainIds ?? null],
    ['held-out ids', sizes.devIds ?? null],
    ['evaluation ids', sizes.evaluationIds],
    ...Object.entries(sizes.bitextPairs ?? {}).map(
      ([code, pairs]) => [`bitext pairs, ${code}`, pairs] as const,
    ),
    ...Object.entries(timings).map(([stage, seconds]) => [`seconds, ${stage}`, seconds] as const),
    ['config', JSON.stringify(config)],
  ];
}

const TESTS = [
  'tests',
  'Tests of differences',
  'Paired by query, means over the seeds. Holm over all rows of the task against one baseline is for claims, Benjamini-Hochberg for exploring; d_z is the difference in standard deviations of the differences; detectable is the smallest difference that these queries show with power .8 at .05.',
] as const;
const DISPERSION = [
  'dispersion',
  'Dispersion over languages',
  'Over the languages beside English, without any groups. Range, SD, CV and Gini cannot be negative, so that noise alone makes them positive: read their changes.',
] as const;
const LOGIT = [
  'log-odds',
  'The gap in log odds',
  'Near 1 a gap shrinks on the scale of MAP for want of room; a change that is resolved there alone may be that ceiling.',
] as const;
const POOL = [
  'pool',
  'Language bias in the pool of all languages',
  'PEER@100: probability of equal expected rank, 1 is fair, high for few relevant documents. Max@R: the worst rank of a translation. MRC: mean Spearman correlation between the rankings of parallel queries.',
] as const;
const MEASURES = ['measures', 'Other measures', 'Means over queries and seeds.'] as const;
const TASKS = ['tasks', 'Tasks', 'What was asked, and how it was judged.'] as const;
const SLOTS = [
  'slots',
  'Slot agreement of transport plans',
  'Share of the mass of English tokens in a slot that goes to a slot of the same name, the share of a plan that knows only how many tokens there are, and the share corrected for it.',
] as const;
const TRAINING = [
  'training',
  'Training of students',
  'The weights of the best held-out MAP are kept; step 0 is the untrained start.',
] as const;
const COLLAPSE = [
  'collapse',
  'Collapse of token vectors',
  'Mean cosine between different token vectors: 1 means that all are the same. Column entropy: low means hubs.',
] as const;
const MEMORY = ['memory', 'Memory that training was expected to need', 'Bytes, by plan.'] as const;
const DATA = ['data-files', 'Data files', 'What was read, with its hash.'] as const;
const ENVIRONMENT = [
  'environment',
  'Environment',
  'Where and with what the run was made.',
] as const;
