import type { Gpu } from '../gpu';
import { Rng } from '../lib';
import { type EncoderWeights, type NnOps, openHostNn, openWgslNn } from '../nn';
import {
  parseLoss,
  parseStudentSpec,
  planMemory,
  readsLayer,
  type StudentSpec,
  studentName,
  TrainingRun,
} from '../train';
import { measureRoof } from './roofline';
import { benchProblem, benchSettings, INPUTS, OUTPUTS, stepFlop, trainsLayers } from './trainCases';

type Backend = 'wgsl' | 'wasm';

export interface BenchTrainJob {
  /** Names that `parseStudentSpec` reads. */
  readonly students: readonly string[];
  readonly backend: 'all' | Backend;
  /** Pairs a step of heads, and of students that train encoder layers. */
  readonly batch: { readonly heads: number; readonly layers: number };
  readonly windows: number;
  /** Steps a window, likewise. */
  readonly steps: { readonly heads: number; readonly layers: number };
  /** Bytes that the planner may give out. */
  readonly memory: number;
}

/** Steps per second of one student on one backend, or why there are none. */
export interface BenchTrainRow {
  readonly student: string;
  readonly backend: Backend;
  readonly batch: number;
  /** Student tokens a step, special tokens included. */
  readonly tokens: number;
  /** Steps per second of each window; empty where the student was skipped. */
  readonly windows: readonly number[];
  readonly median: number | null;
  readonly best: number | null;
  /** Of the products with weight matrices, see `stepFlop`; of the best window. */
  readonly gflops: number | null;
  /** As a share of what one large product reaches. */
  readonly roofShare: number | null;
  /** Most GPU bytes alive at once, less those before; null in WASM. */
  readonly peakBytes: number | null;
  /** GPU bytes alive after the run that were not before. */
  readonly bytesAfter: number | null;
  /** The planner's reason where the student does not fit. */
  readonly skipped: string | null;
}

export interface BenchTrainOutcome {
  readonly rows: readonly BenchTrainRow[];
  /** GFLOP per second of a large product, by backend. */
  readonly roofs: Readonly<Partial<Record<Backend, number>>>;
  /** Empty where no device was opened. */
  readonly adapter: string;
  readonly software: boolean;
  readonly notes: readonly string[];
}

export interface BenchTrainContext {
  /** Rejects, with the reason, where there is no device. */
  openGpu(): Promise<Gpu>;
  /** Layers above the given one, or all and the embeddings. */
  loadWeights(level: number | 'ids'): Promise<EncoderWeights>;
  /** Of the embedded encoder. */
  readonly layers: number;
  /** Milliseconds. */
  now(): number;
  onProgress(done: number, total: number): void;
}

/**
 * Trains each student on synthetic states or ids of a fixed seed and times windows of steps, each ended by reading
 * the loss. A first window, in which kernels are compiled, is not counted.
 *
 * @throws RangeError for a student that there is not; what training throws.
 */
export async function benchTrain(
  job: BenchTrainJob,
  context: BenchTrainContext,
): Promise<BenchTrainOutcome> {
  const specs = job.students.map(parseStudentSpec);
  const { backends, gpu, notes } = await openBackends(job.backend, context);
  const encoder = await loadNeeded(specs, context);
  const rows: BenchTrainRow[] = [];
  const roofs: Partial<Record<Backend, number>> = {};
  const hardware = gpu !== undefined && !gpu.adapter.software;
  try {
    for (const ops of backends) {
      const backend = ops.kind as Backend;
      const roof = await measureRoof(ops, hardware && backend === 'wgsl', context.now);
      roofs[backend] = roof;
      for (const spec of specs) {
        rows.push(await benchStudent({ ops, spec, job, encoder, roof, now: context.now }));
        context.onProgress(rows.length, backends.length * specs.length);
      }
    }
  } finally {
    for (const ops of backends) ops[Symbol.dispose]();
  }
  const { vendor, architecture, device, description, software } = gpu?.adapter ?? NO_ADAPTER;
  const adapter = [vendor, architecture, device, description].filter(Boolean).join(' ');
  return { rows, roofs, adapter, software, notes };
}

const NO_ADAPTER = { vendor: '', architecture: '', device: '', description: '', software: false };

async function openBackends(wanted: BenchTrainJob['backend'], { openGpu }: BenchTrainContext) {
  const notes: string[] = [];
  let gpu: Gpu | undefined;
  if (wanted !== 'wasm')
    try {
      gpu = await openGpu();
    } catch (error) {
      if (wanted === 'wgsl') throw error;
      notes.push(`no wgsl lines: ${error instanceof Error ? error.message : error}`);
    }
  const backends: NnOps[] = [
    ...(gpu ? [openWgslNn(gpu)] : []),
    ...(wanted === 'wgsl' ? [] : [openHostNn('wasm')]),
  ];
  return { backends, gpu, notes };
}

/** The weights of the deepest student; none where only heads are trained. */
async function loadNeeded(
  specs: readonly StudentSpec[],
  { loadWeights, layers }: BenchTrainContext,
): Promise<EncoderWeights | undefined> {
  const levels = specs.filter(trainsLayers).map((spec) => readsLayer(spec, layers));
  if (levels.length === 0) return undefined;
  if (levels.includes('ids')) return loadWeights('ids');
  return loadWeights(Math.min(...levels.map(Number)));
}

interface Measured {
  readonly ops: NnOps;
  readonly spec: StudentSpec;
  readonly job: BenchTrainJob;
  readonly encoder: EncoderWeights | undefined;
  readonly roof: number;
  readonly now: () => number;
}

async function benchStudent(measured: Measured): Promise<BenchTrainRow> {
  const { ops, spec, job, encoder, roof } = measured;
  const kind = trainsLayers(spec) ? 'layers' : 'heads';
  const [batch, steps] = [job.batch[kind], job.steps[kind]];
  const own = trainsLayers(spec) ? encoder : undefined;
  const problem = benchProblem(spec, batch, own);
  const { offsets } = problem.languages[0]!.texts;
  const tokens = offsets.at(-1)!;
  const row = {
    ...{ student: studentName(spec), backend: ops.kind as Backend, batch, tokens },
    ...{ windows: [], median: null, best: null, gflops: null, roofShare: null },
    ...{ peakBytes: null, bytesAfter: null, skipped: null },
  };
  const plan = planMemory(
    {
      ...{ spec, inputs: INPUTS, outputs: OUTPUTS, batch, checkpointing: false },
      ...(own && { encoder: own.shape }),
      tokensPerText: Math.ceil(tokens / batch),
    },
    { ...limitsOf(ops), budget: job.memory },
  );
  if (!plan.fits) return { ...row, skipped: plan.message };
  const gpu = ops.kind === 'wgsl' ? ops.scope.gpu : undefined;
  const before = gpu?.liveBytes ?? 0;
  gpu?.resetPeak();
  const windows = await timeWindows(measured, problem, batch, steps);
  const best = Math.max(...windows);
  const gflops = (best * stepFlop(spec, tokens, own?.shape)) / 1e9;
  return {
    ...{ ...row, windows, median: medianOf(windows), best, gflops, roofShare: gflops / roof },
    ...(gpu && { peakBytes: gpu.peakBytes - before, bytesAfter: gpu.liveBytes - before }),
  };
}

/** Steps per second of each window. */
async function timeWindows(
  { ops, spec, job, now }: Measured,
  problem: ReturnType<typeof benchProblem>,
  batch: number,
  steps: number,
): Promise<number[]> {
  using run = await TrainingRun.open(ops, {
    ...{ problem, spec, terms: parseLoss('ot') },
    settings: benchSettings(batch, steps),
    rng: new Rng(7),
    // Nothing is judged.
    evaluate: async () => ({ devMap: Number.NaN, byLanguage: {} }),
  });
  const windows: number[] = [];
  for (let window = 0; window <= job.windows; window++) {
    const start = now();
    for (let step = 0; step < steps; step++) await run.step();
    if (run.ended) throw new Error(`${studentName(spec)}: ${run.ended.reason}`);
    if (window > 0) windows.push((1000 * steps) / (now() - start));
  }
  return windows;
}

function limitsOf(ops: NnOps) {
  if (ops.kind !== 'wgsl')
    return { maxBufferSize: MOST_ARRAY_BYTES, maxStorageBufferBindingSize: MOST_ARRAY_BYTES };
  // A device's limits are getters of its prototype: they cannot be spread.
  const { maxBufferSize, maxStorageBufferBindingSize } = ops.scope.gpu.device.limits;
  return { maxBufferSize, maxStorageBufferBindingSize };
}

/** A `Float32Array` that every browser gives. */
const MOST_ARRAY_BYTES = 2 ** 31 - 4;

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
