// `npm run bench -- ot`: the transport engines against float64 answers, in the built page.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { answered, drivePage } from './drivePage.mjs';
import { fromUser } from './inputs.mjs';
import { ProgressLine } from './progressLine.mjs';
import { Exit, say } from './say.mjs';

export const BENCH_OT_HELP = `usage: npm run bench -- ot --cases FILE.json [options]

Solves every case (cosine cost, given weights, tolerance 1e-6) and prints one line per case and engine:
errors of plan (L1), loss, plan-fixed and exact gradient (relative) against the case's reference, the
reported status, and whether float64 sums of the returned plan confirm it.

  --cases FILE.json     {"cases": [{name, n, m, d, eps, a, b, X, Y, P, loss, gradY_plan_fixed,
                        gradY_exact, trace?}, ...]}, matrices as lists of rows
  --engine E            all (default), gpu, wasm or float64
  --out FILE.json       all figures, unrounded
  --gpu auto|hardware|software
  --help

Exit code 1: a bound (A1 to A4) is missed; 2: the file cannot be read, or the run failed; 3: no GPU for
--engine gpu; 64: wrong usage.`;

const OPTIONS = {
  cases: { type: 'string' },
  engine: { type: 'string' },
  out: { type: 'string' },
  gpu: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

/**
 * Reads the command line of `bench -- ot`.
 *
 * @param {readonly string[]} args
 * @throws {Exit} 64 with what is wrong
 */
export function parseBenchOtOptions(args) {
  let values;
  try {
    values = parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw usage(error.message);
  }
  const { cases, engine = 'all', gpu = 'auto', out, help = false } = values;
  if (help) return { help };
  if (cases === undefined) throw usage('--cases FILE.json is needed');
  if (!['all', 'gpu', 'wasm', 'float64'].includes(engine))
    throw usage(`--engine: expected all, gpu, wasm or float64, got ${engine}`);
  if (!['auto', 'hardware', 'software'].includes(gpu))
    throw usage(`--gpu: expected auto, hardware or software, got ${gpu}`);
  return { help, cases, engine, gpu, out: out === undefined ? undefined : fromUser(out) };
}

/** @param {readonly string[]} args */
export async function benchOt(args) {
  const options = parseBenchOtOptions(args);
  if (options.help) {
    process.stdout.write(`${BENCH_OT_HELP}\n`);
    return;
  }
  const { cases, engine, gpu, out } = options;
  const file = fromUser(cases);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new Exit(64, `--cases ${cases}: no such file`);
  const line = new ProgressLine();
  const { rows, notes } = await drivePage({ inputs: [file], gpu, line }, async (page, [url]) =>
    answered(
      await page.evaluate((job) => window.opticalBench.benchOt(job), {
        input: { path: cases, url },
        engine,
      }),
    ),
  );
  process.stdout.write(`${table(rows)}\n`);
  if (out !== undefined) {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${JSON.stringify({ schema: 'bench-ot/1', rows, notes }, null, 1)}\n`);
  }
  for (const note of notes) say(`note: ${note}`);
  const missed = rows.filter((row) => row.missed.length > 0);
  if (missed.length > 0)
    throw new Exit(1, `${missed.length} of ${rows.length} lines miss a bound (A1 to A4).`);
}

const HEADINGS = [
  ...['case', 'n x m x d', 'eps', 'engine', 'plan L1', 'loss', 'dY fixed', 'dY exact', 'conv'],
  ...['iter', 'row err', 'col err', 'gap', 'domain', 'confirmed', 'missed'],
];

/** Columns under their headings, text left and figures right. */
export function table(rows) {
  const lines = [HEADINGS, ...rows.map(cells)];
  const widths = HEADINGS.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  const left = new Set(['case', 'engine', 'domain', 'missed']);
  return lines
    .map((line) =>
      line
        .map((cell, at) =>
          left.has(HEADINGS[at]) ? cell.padEnd(widths[at]) : cell.padStart(widths[at]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cells(row) {
  const { reported } = row;
  const yes = (value) => (value ? 'yes' : 'no');
  const figures = [row.planError, row.lossError, row.planFixedError, row.exactError];
  return [
    row.name,
    `${row.n} x ${row.m} x ${row.d}`,
    String(row.eps),
    row.engine,
    ...figures.map(short),
    yes(reported.converged),
    String(reported.iterations),
    ...[reported.rowError, reported.columnError, reported.gap].map(short),
    reported.domain,
    yes(row.confirmed),
    row.missed.join('; '),
  ];
}

function short(value) {
  return value === 0 ? '0' : Number.isFinite(value) ? value.toExponential(1) : String(value);
}

function usage(message) {
  return new Exit(64, `${message}\n\n${BENCH_OT_HELP}`);
}
