import type { StudyReport } from '../../report';
import { type Headline, headlineOf } from './headline';
import type { RunGroups } from './keepGroups';

/** A run as lists show it; what it found is in its report. */
export interface RunSummary {
  /** `run_` and twelve hexadecimal digits of the report's SHA-256: the same run has the same id everywhere. */
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  readonly origin: 'trained here' | 'imported';
  readonly corpus: string;
  readonly synthetic: boolean;
  readonly methods: readonly string[];
  readonly seeds: number;
  /** What it found, in two numbers. */
  readonly headline: Headline | null;
  /** Set while a deleted run can still be brought back. */
  readonly deletedAt: number | null;
  /** Groups that a reader made on the Gap screen; runs of earlier versions have none. */
  readonly groups?: RunGroups | null;
  /** Files beside the report, such as `queries.csv` and `weights/NAME.head.safetensors`. */
  readonly files: readonly string[];
}

/** A file of a run. */
export interface RunFile {
  readonly name: string;
  readonly content: Blob;
}

/** A run with all that belongs to it. */
export interface Run {
  readonly summary: RunSummary;
  readonly report: StudyReport;
}

/** Whoever computes SHA-256 in hexadecimal; handed in, since a page without a secure context has none. */
export type Hash = (bytes: Uint8Array) => Promise<string>;

/** The report's own id. */
export async function runId(report: StudyReport, hash: Hash): Promise<string> {
  const digest = await hash(new TextEncoder().encode(JSON.stringify(report, inOrder)));
  return `run_${digest.slice(0, 12)}`;
}

/** Objects with their keys in order: a report that was read back may have them in another one. */
function inOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a list shows of a report. */
export function summaryOf(
  report: StudyReport,
  about: Pick<RunSummary, 'id' | 'addedAt' | 'origin'> &
    Partial<Pick<RunSummary, 'name' | 'groups'>>,
): RunSummary {
  const methods = [...new Set(report.results.map(({ method }) => method))];
  const { corpus, synthetic } = report;
  return {
    ...{ corpus, synthetic, methods, deletedAt: null, files: [] },
    headline: headlineOf(report),
    seeds: report.config.seeds.length,
    name: `${corpus}, ${methods.length} methods`,
    ...about,
  };
}
