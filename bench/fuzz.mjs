// `npm run fuzz`: fuzzes every parser in a thread that is watched from here.
import { Worker } from 'node:worker_threads';
import { FUZZ_HELP, parseFuzzOptions } from './fuzzOptions.mjs';
import { failureText, summaryLine } from './fuzzReport.mjs';
import { Exit, say } from './say.mjs';

const LIMITS = {
  /** Milliseconds without a sign of life after which a parser hangs: the harness itself gives up after ten seconds. */
  patience: 15_000,
  /** MiB of the thread's heap; a parser that needs more for a few megabytes is one that fails. */
  heap: 2048,
};
const WATCH_MS = 250;

/** @param {readonly string[]} args */
export async function fuzz(args) {
  const options = parseFuzzOptions(args);
  if (options.help) {
    process.stdout.write(`${FUZZ_HELP}\n`);
    return;
  }
  const totals = await runAll(options, say);
  if (options.list) {
    process.stdout.write(`${totals.names.join('\n')}\n`);
    return;
  }
  process.stdout.write(`${summaryLine(totals, options.seed)}\n`);
  if (totals.failures.length > 0) throw new Exit(1, 'Some parsers failed, see above.');
}

/**
 * Runs all targets; one that hangs or ends the thread is a failure, and those after it are run in a new thread.
 *
 * @param {ReturnType<typeof parseFuzzOptions>} options
 * @param {(text: string) => void} tell hears of each failure
 */
export async function runAll(options, tell, limits = LIMITS) {
  // Zips hold local times.
  process.env.TZ = 'UTC';
  const totals = { names: [], cases: 0, parsers: 0, read: 0, refused: 0, failures: [] };
  const done = [];
  for (;;) {
    const lost = await runThread(options, done, limits, {
      targets: ({ names }) => {
        totals.names = names;
        // Nothing is run for a list.
        if (options.list) done.push(...names);
      },
      end({ name, counts }) {
        done.push(name);
        totals.parsers += 1;
        for (const key of ['cases', 'read', 'refused']) totals[key] += counts[key];
        if (counts.failure) fail(counts.failure);
      },
    });
    if (!lost || options.list) return totals;
    if (!lost.name) throw new Exit(lost.code, lost.reason);
    done.push(lost.name);
    totals.parsers += 1;
    totals.cases += lost.number;
    fail({
      target: lost.name,
      seed: options.seed,
      path: options.path ?? `${lost.number - 1}`,
      reason: lost.reason,
    });
  }
  function fail(failure) {
    totals.failures.push(failure);
    tell(failureText(failure));
  }
}

/** @returns {Promise<undefined | { name?: string, number: number, reason: string, code: number }>} what ended it early */
function runThread(options, done, limits, hear) {
  const beat = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./fuzzWorker.mjs', import.meta.url), {
    workerData: { ...options, done, beat },
    resourceLimits: { maxOldGenerationSizeMb: limits.heap },
    // Of a failure inside a dependency that prints; results come as messages.
    stdout: true,
  });
  return new Promise((resolve) => {
    let name;
    let [number, since] = [0, Date.now()];
    const end = (lost) => {
      clearInterval(watch);
      void worker.terminate();
      resolve(lost);
    };
    const watch = setInterval(() => {
      const now = Atomics.load(beat, 0);
      if (now !== number || now === 0) [number, since] = [now, Date.now()];
      else if (Date.now() - since > limits.patience)
        end({ name, number, code: 1, reason: `hangs: no answer in ${limits.patience / 1000} s` });
    }, WATCH_MS);
    worker.on('message', (message) => {
      if (message.type === 'start') name = message.name;
      if (message.type === 'targets' && options.list) {
        hear.targets(message);
        end(undefined);
      } else hear[message.type]?.(message);
    });
    worker.on('error', (error) => {
      const code = error instanceof RangeError || error?.name === 'RangeError' ? 64 : 2;
      const reason = String(
        error?.code === 'ERR_WORKER_OUT_OF_MEMORY' ? error.message : (error?.stack ?? error),
      );
      const isUsage = name === undefined && code === 64;
      end({ name, number: Atomics.load(beat, 0), code, reason: isUsage ? error.message : reason });
    });
    worker.on('exit', () => end(undefined));
  });
}
