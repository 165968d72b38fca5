import { type Gpu, openGpu } from '../src/gpu';
import { STATUS, STATUS_SIZE } from '../src/kernels/otProblem';
import { openOtEngine } from '../src/ot';
import { openWasmPool } from '../src/wasm';
import { type Runner, wasmRunner, wgslRunner } from './contenderRunners';
import { type MaxSimWorkload, makeWorkload, type TransportWorkload } from './workload';

/** What the peers' harness drives; times in milliseconds by stage. */
export interface Contender {
  readonly name: string;
  /** `gpu` or `cpu` once `ready`. */
  backend: string;
  readonly ready: Promise<void>;
  /** How long `ready` took. */
  readyMs: number;
  /** Of the last run, for the harness to compare with float64. */
  check: { loss?: number[]; g1?: number[]; scores?: number[] };
  run(workload: string): Promise<Record<string, number>>;
}

declare global {
  interface Window {
    contender: Contender;
  }
}

const CHECKED = 3; // problems, or scores, that the harness looks at
const made = new Map<string, TransportWorkload | MaxSimWorkload>();
const state = document.getElementById('state')!;
const asked = new URLSearchParams(location.search).get('engine') ?? 'auto';
let runner: Runner;

async function openRunner(): Promise<Runner> {
  if (asked === 'cpu') return wasmRunner(await openWasmPool());
  if (asked === 'gpu') return wgslRunner(await openGpu(navigator.gpu));
  if (asked !== 'auto') throw new RangeError(`engine must be gpu, cpu or auto, got ${asked}`);
  const gpu: Gpu | undefined = await openGpu(navigator.gpu).catch(() => undefined);
  const engine = await openOtEngine({ gpu }); // times both on a software adapter
  state.textContent = engine.why;
  engine.close();
  return engine.kind === 'wgsl' && gpu ? wgslRunner(gpu) : wasmRunner(await openWasmPool());
}

async function open(): Promise<void> {
  const start = performance.now();
  runner = await openRunner();
  window.contender.readyMs = performance.now() - start;
  window.contender.backend = runner.backend;
  state.textContent = `Ready: ${runner.backend}. ${state.textContent}`;
}

async function run(name: string): Promise<Record<string, number>> {
  await window.contender.ready;
  const workload = made.get(name) ?? makeWorkload(name);
  made.set(name, workload);
  if (workload.kind === 'maxsim') {
    const scores = await runner.maxSim(name, workload);
    const time = await timed(scores.run);
    // The harness asks for sums over query tokens, ours are means.
    const some = Array.from(time.value.subarray(0, CHECKED), (mean) => mean * workload.queryLength);
    window.contender.check = { scores: some };
    return { maxsim: time.ms };
  }
  const solver = await runner.transport(name, workload);
  const { eps, iterations } = workload;
  // Cost, loss and gradient are one dispatch with the iterations, of which there is no fewer than one.
  const fused = await timed(() => solver.run({ eps, iterations: 1 }));
  const all = await timed(() => solver.run({ eps, iterations }));
  const uploaded = await timed(() => solver.uploadAndRun({ eps, iterations }));
  const loss = lossesOf(uploaded.value);
  window.contender.check = { loss, g1: norms(workload, await solver.gradient()) };
  return { ac: fused.ms, b: all.ms - fused.ms, d: all.ms, du: uploaded.ms };
}

async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly ms: number; readonly value: T }> {
  await runner.idle();
  const start = performance.now();
  const value = await work();
  return { ms: performance.now() - start, value };
}

function lossesOf(status: Float32Array): number[] {
  const count = Math.min(CHECKED, status.length / STATUS_SIZE);
  return Array.from({ length: count }, (_, b) => status[b * STATUS_SIZE + STATUS.loss]!);
}

/** L1 norms of the gradients of the first problems. */
function norms({ columnCounts, d }: TransportWorkload, gradient: Float32Array): number[] {
  let at = 0;
  return Array.from(columnCounts.subarray(0, CHECKED), (columns) => {
    const part = gradient.subarray(at, at + columns * d);
    at += columns * d;
    return part.reduce((sum, value) => sum + Math.abs(value), 0);
  });
}

let opened: () => void;
const ready = new Promise<void>((resolve) => {
  opened = resolve;
}).then(open);
window.contender = { name: 'optical-bench', backend: asked, ready, readyMs: 0, check: {}, run };
opened!();
ready.catch((error: unknown) => {
  state.textContent = String(error);
});
