import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import * as v from 'valibot';
import { blobFile, type DataFile, expandFiles, wholeFile } from '../../data';
import { tableCsv } from '../export/tableText';
import { parseReport } from '../parseReport';
import { metricsTable } from './metricsTable';
import type { Run, RunFile, RunSummary } from './runRecord';
import { isHeadFile, packWeights, unpackWeights, WEIGHTS_FILE } from './weightsFile';

/** Schema of the bundle's `run.json`. */
export const BUNDLE_SCHEMA = 'run/1';

/** Larger than any report; a file of a bundle may be larger. */
const MOST_JSON = 2 ** 28;
const MOST_FILE = 2 ** 31;

/** Already packed, or without redundancy. */
const PACKED = /\.(zip|npz|safetensors|parquet|png)$/i;

/** Written from the report, which `run.json` holds. */
const METRICS = 'metrics.csv';

/**
 * The files of a run's bundle, one after the other: `run.json`, `metrics.csv`, what the run left as it is (`queries.csv`,
 * `plans.npz`, `plans.json`, `checkpoints/`, and whole models in `weights/`), and `weights.safetensors` of all heads.
 * Heads at evaluations stay files of their own: each is opened alone, and there are many.
 */
export async function* bundleFiles(
  { summary, report }: Run,
  files: AsyncIterable<RunFile>,
): AsyncGenerator<RunFile> {
  const { name, addedAt, groups } = summary;
  const run = { schema: BUNDLE_SCHEMA, name, addedAt, ...(groups && { groups }), report };
  yield { name: 'run.json', content: new Blob([`${JSON.stringify(run, null, 1)}\n`]) };
  yield { name: METRICS, content: new Blob([tableCsv(metricsTable(report))]) };
  const [heads, records]: [RunFile[], RunFile[]] = [[], []];
  for await (const file of files) {
    const kind = isHeadFile(file.name);
    if (kind === 'head') heads.push(file);
    else if (kind === 'record') records.push(file);
    else yield file;
  }
  // Of a record without its head nothing is in `weights.safetensors`.
  const stems = new Set(heads.map((head) => head.name.replace(/\.head\.safetensors$/, '')));
  yield* records.filter((record) => !stems.has(record.name.replace(/\.json$/, '')));
  if (heads.length > 0) yield { name: WEIGHTS_FILE, content: new Blob([await packWeights(heads)]) };
}

/** Packs a run into a zip, its only durable form; the report's numbers are written as they are, so that it reopens to equal ones. */
export async function packRun(run: Run, files: AsyncIterable<RunFile>): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  // Entries that are packed on this thread come out while they are pushed.
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    parts.push(chunk as Uint8Array<ArrayBuffer>);
  });
  for await (const { name, content } of bundleFiles(run, files)) {
    const entry = PACKED.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name);
    zip.add(entry);
    entry.push(new Uint8Array(await content.arrayBuffer()), true);
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}

const group = v.nullable(v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(100)));

const envelope = v.looseObject({
  schema: v.literal(BUNDLE_SCHEMA),
  name: v.pipe(v.string(), v.maxLength(200)),
  addedAt: v.pipe(v.number(), v.finite()),
  groups: v.optional(v.nullable(v.object({ high: group, low: group })), null),
  report: v.unknown(),
});

/** What a bundle holds. */
export interface Bundle {
  readonly about: Pick<RunSummary, 'name' | 'addedAt' | 'groups'>;
  readonly report: Run['report'];
  readonly files: readonly RunFile[];
}

/**
 * Unpacks a bundle, or takes a bare `report.json`.
 *
 * @throws ParseError for a zip that is damaged or hostile.
 * @throws Error that says what the file is instead, or names the first bad field.
 */
export async function unpackRun(path: string, blob: Blob): Promise<Bundle> {
  const file = blobFile(path, blob);
  const entries = await expandFiles([file], () => true);
  const inside = (path: string) => path.slice(file.path.length + 1);
  const main = entries.find(({ path }) => path === `${file.path}/run.json`);
  if (!main) {
    if (/\.zip$/i.test(file.path)) throw new Error('this zip is no run: it holds no run.json');
    const report = parseReport(await textOf(file));
    return { about: { name: file.path, addedAt: Date.now() }, report, files: [] };
  }
  const read = v.safeParse(envelope, JSON.parse(await textOf(main)));
  if (!read.success) {
    const [issue] = read.issues;
    const field = v.getDotPath(issue) ?? '(whole file)';
    throw new Error(`run.json, field ${field}: expected ${issue.expected}, got ${issue.received}`);
  }
  const { name, addedAt, groups, report } = read.output;
  const files: RunFile[] = [];
  for (const entry of entries) {
    const own = inside(entry.path);
    if (own === 'run.json' || own === METRICS) continue;
    const { bytes } = await wholeFile(entry, MOST_FILE);
    if (own === WEIGHTS_FILE) files.push(...unpackWeights(bytes));
    else files.push({ name: own, content: new Blob([bytes as Uint8Array<ArrayBuffer>]) });
  }
  return {
    about: { name, addedAt, ...(groups && { groups }) },
    report: parseReport(JSON.stringify(report)),
    files,
  };
}

async function textOf(file: DataFile): Promise<string> {
  const { bytes } = await wholeFile(file, MOST_JSON);
  return new TextDecoder().decode(bytes);
}
