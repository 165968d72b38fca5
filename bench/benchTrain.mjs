// `npm run bench -- train`: training steps per second of each student, in the built page.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { answered, drivePage } from './drivePage.mjs';
import { fromUser } from './inputs.mjs';
import { ProgressLine } from './progressLine.mjs';
import { Exit, say } from './say.mjs';

export const BENCH_TRAIN_HELP = `usage: npm run bench -- train [options]

Trains students on synthetic texts (12 English and 14 foreign tokens in the mean, a fixed seed; loss ot, eps
.02, 30 iterations; head 384 -> 128; the embedded encoder for students that train its layers) and prints, per
student and backend: steps per second of windows of steps (median and best), GFLOP per second of the products
with weight matrices and its share of what one large product reaches, GPU bytes at the peak and after the run.

  --students LIST       default head,mlp-64,orthogonal,lora-8-2,top-2,full
                        (WGSL on a CPU adapter needs 10 s a step of lora and top-2, a minute of full)
  --backend B           all (default), wgsl or wasm
  --batch N             pairs a step; default 48 for heads, 32 for students that train encoder layers
  --windows N           windows a student, after one that is not counted; default 5
  --steps N             steps a window; default 20 for heads, 1 for the others
  --memory GIB          what the planner may give out; default 4. What does not fit is skipped, with the reason
  --out FILE.json       all figures, unrounded
  --gpu auto|hardware|software
  --help

Exit code 1: GPU bytes stay alive after a run; 2: the run failed; 3: no GPU for --backend wgsl; 64: wrong usage.`;

const OPTIONS = {
  students: { type: 'string' },
  backend: { type: 'string' },
  batch: { type: 'string' },
  windows: { type: 'string' },
  steps: { type: 'string' },
  memory: { type: 'string' },
  out: { type: 'string' },
  gpu: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

const STUDENTS = 'head,mlp-64,orthogonal,lora-8-2,top-2,full';
const GIB = 2 ** 30;

/**
 * Reads the command line of `bench -- train`.
 *
 * @param {readonly string[]} args
 * @throws {Exit} 64 with what is wrong
 */
export function parseBenchTrainOptions(args) {
  let values;
  try {
    values = parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw usage(error.message);
  }
  const { students = STUDENTS, backend = 'all', gpu = 'auto', out, help = false } = values;
  if (help) return { help };
  oneOf('--backend', backend, ['all', 'wgsl', 'wasm']);
  oneOf('--gpu', gpu, ['auto', 'hardware', 'software']);
  const batch = whole('--batch', values.batch);
  const steps = whole('--steps', values.steps);
  const memory = Number(values.memory ?? 4);
  if (!(memory > 0)) throw usage(`--memory: expected GiB above 0, got ${values.memory}`);
  const job = {
    students: students.split(',').map((name) => name.trim()),
    backend,
    batch: { heads: batch ?? 48, layers: batch ?? 32 },
    windows: whole('--windows', values.windows) ?? 5,
    steps: { heads: steps ?? 20, layers: steps ?? 1 },
    memory: memory * GIB,
  };
  return { help, gpu, job, out: out === undefined ? undefined : fromUser(out) };
}

/** @param {readonly string[]} args */
export async function benchTrain(args) {
  const options = parseBenchTrainOptions(args);
  if (options.help) {
    process.stdout.write(`${BENCH_TRAIN_HELP}\n`);
    return;
  }
  const { gpu, job, out } = options;
  const line = new ProgressLine();
  const outcome = await drivePage({ inputs: [], gpu, line }, async (page) =>
    answered(await page.evaluate((asked) => window.opticalBench.benchTrain(asked), job)),
  );
  const { rows, roofs, adapter, software, notes } = outcome;
  process.stdout.write(`${trainTable(rows)}\n`);
  if (adapter) say(`adapter: ${adapter}${software ? ' (a CPU)' : ''}`);
  for (const [backend, roof] of Object.entries(roofs))
    say(`one large product, ${backend}: ${roof.toPrecision(3)} GFLOP/s`);
  if (out !== undefined) {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(
      out,
      `${JSON.stringify({ schema: 'bench-train/1', job, ...outcome }, null, 1)}\n`,
    );
  }
  for (const note of notes) say(`note: ${note}`);
  for (const { student, backend, skipped } of rows)
    if (skipped !== null) say(`skipped: ${student}, ${backend}: ${skipped}`);
  const leaking = rows.filter(({ bytesAfter }) => bytesAfter !== null && bytesAfter !== 0);
  if (leaking.length > 0)
    throw new Exit(1, `${leaking.length} of ${rows.length} runs leave GPU bytes alive.`);
}

const HEADINGS = [
  ...['student', 'backend', 'batch', 'tokens', 'steps/s', 'best', 'GFLOP/s', 'of roof'],
  ...['peak MB', 'bytes after'],
];

/** Columns under their headings, text left and figures right. */
export function trainTable(rows) {
  const lines = [HEADINGS, ...rows.map(cells)];
  const widths = HEADINGS.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => (at < 2 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cells(row) {
  const figure = (value) => (value === null ? '-' : Number(value.toPrecision(3)).toString());
  return [
    ...[row.student, row.backend, String(row.batch), String(row.tokens)],
    ...(row.skipped === null ? [figure(row.median)] : ['skipped']),
    ...[figure(row.best), figure(row.gflops)],
    row.roofShare === null ? '-' : `${Math.round(100 * row.roofShare)} %`,
    row.peakBytes === null ? '-' : (row.peakBytes / 1e6).toFixed(1),
    row.bytesAfter === null ? '-' : String(row.bytesAfter),
  ];
}

function whole(option, given) {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (!(Number.isInteger(value) && value > 0))
    throw usage(`${option}: expected a whole number above 0, got ${given}`);
  return value;
}

function oneOf(option, given, wanted) {
  if (wanted.includes(given)) return;
  const names = `${wanted.slice(0, -1).join(', ')} or ${wanted.at(-1)}`;
  throw usage(`${option}: expected ${names}, got ${given}`);
}

function usage(message) {
  return new Exit(64, `${message}\n\n${BENCH_TRAIN_HELP}`);
}
