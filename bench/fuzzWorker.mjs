// The thread in which parsers are fuzzed: it may hang or run out of memory, and is then stopped by its parent.
import { parentPort, workerData } from 'node:worker_threads';
import { runnerImport } from 'vite';

// Seeds that are zips hold the time at which they are made: a failure must be the same file when it is run again.
Date.now = () => Date.UTC(2020, 0, 1);

const { cases, seed, path, parser, done, beat, harness = './src/data/fuzz/index.ts' } = workerData;
const { module } = await runnerImport(harness, {
  configFile: false,
  logLevel: 'error',
  // Node 20 does not know `using`.
  oxc: { target: 'node20' },
  root: process.cwd(),
});
const { allTargets, pickTargets, runFuzz, shareOf } = module;

const targets = pickTargets(allTargets(), parser);
parentPort.postMessage({ type: 'targets', names: targets.map(({ name }) => name) });
for (const [at, target] of targets.entries()) {
  const share = path === undefined ? shareOf(cases, targets.length, at) : 1;
  if (done.includes(target.name) || share === 0) continue;
  parentPort.postMessage({ type: 'start', name: target.name });
  const counts = await runFuzz(target, {
    ...{ cases: share, seed, path },
    onCase: (number) => Atomics.store(beat, 0, number + 1),
  });
  Atomics.store(beat, 0, 0);
  parentPort.postMessage({ type: 'end', name: target.name, counts });
}
// Whatever a parser left running must not keep the thread.
parentPort.close();
