// `npm run bench -- encode`: tokens per second of the embedded encoder in the built page, and of its memory.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { answered, drivePage } from './drivePage.mjs';
import { fromUser } from './inputs.mjs';
import { ProgressLine } from './progressLine.mjs';
import { Exit, say } from './say.mjs';
import { browserName } from './study.mjs';

export const BENCH_ENCODE_HELP = `usage: npm run bench -- encode [options]

Encodes texts of the embedded sample with the embedded encoder on WASM and prints, per number of workers and threads of
each, tokens per second (median and best), the ratio to the first and whether the vectors are the same bits; then
milliseconds a sentence where all come from the browser's memory (IndexedDB).

  --sentences N         default 1000
  --layer L             default 12
  --modes LIST          WORKERSxTHREADS, default 1x1,1x2,2x1
  --runs N              timed runs a mode, after one that is not counted; default 3
  --out FILE.json       all figures, unrounded
  --help

Exit code 1: vectors differ between modes; 2: the run failed; 64: wrong usage.`;

const OPTIONS = {
  sentences: { type: 'string' },
  layer: { type: 'string' },
  modes: { type: 'string' },
  runs: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

/**
 * Reads the command line of `bench -- encode`.
 *
 * @param {readonly string[]} args
 * @throws {Exit} 64 with what is wrong
 */
export function parseBenchEncodeOptions(args) {
  let values;
  try {
    values = parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw usage(error.message);
  }
  if (values.help) return { help: true };
  const modes = (values.modes ?? '1x1,1x2,2x1').split(',').map((text) => {
    const found = /^([1-9]\d*)x([1-9]\d*)$/.exec(text.trim());
    if (!found) throw usage(`--modes: expected WORKERSxTHREADS such as 2x1, got "${text}"`);
    return { workers: Number(found[1]), threads: Number(found[2]) };
  });
  const job = {
    sentences: whole('--sentences', values.sentences ?? '1000'),
    layer: whole('--layer', values.layer ?? '12'),
    runs: whole('--runs', values.runs ?? '3'),
    modes,
  };
  return { help: false, job, out: values.out === undefined ? undefined : fromUser(values.out) };
}

function whole(flag, text) {
  if (!/^[1-9]\d*$/.test(text))
    throw usage(`${flag}: expected a whole number above 0, got ${text}`);
  return Number(text);
}

const usage = (message) => new Exit(64, `${message}\n\n${BENCH_ENCODE_HELP}`);

/** @param {readonly string[]} args */
export async function benchEncode(args) {
  const { help, job, out } = parseBenchEncodeOptions(args);
  if (help) {
    process.stdout.write(`${BENCH_ENCODE_HELP}\n`);
    return;
  }
  const place = { inputs: [], gpu: 'software', line: new ProgressLine() };
  const outcome = await drivePage(place, async (page) => ({
    ...answered(await page.evaluate((asked) => window.opticalBench.benchEncode(asked), job)),
    browser: await browserName(page),
  }));
  if (out) {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${JSON.stringify(outcome, null, 1)}\n`);
  }
  process.stdout.write(encodeTable(outcome));
  if (!outcome.rows.every(({ equal }) => equal)) {
    say('The vectors of the modes differ.');
    throw new Exit(1, '');
  }
}

/** What the bench prints. */
export function encodeTable({ sentences, tokens, isolated, rows, cacheMs, browser }) {
  const rate = (seconds) => tokens / seconds;
  const base = rows.length > 0 ? rate(median(rows[0].seconds)) : Number.NaN;
  const lines = rows.map(({ workers, threads, provider, seconds, equal }) => {
    const own = rate(median(seconds));
    return `${provider} ${workers} x ${threads}: ${own.toFixed(0)} tokens/s (best ${rate(Math.min(...seconds)).toFixed(0)}), ${(own / base).toFixed(2)}x, ${equal ? 'same bits' : 'OTHER VECTORS'}`;
  });
  const head = `${sentences} sentences, ${tokens} tokens; ${browser}${isolated ? '' : ', not isolated: no threads'}`;
  const memory =
    cacheMs.length > 0
      ? [
          `memory: ${median(cacheMs).toFixed(3)} ms a sentence (best ${Math.min(...cacheMs).toFixed(3)})`,
        ]
      : [];
  return `${[head, 'workers x threads', ...lines, ...memory].join('\n')}\n`;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
