// The thread in which parsers are fuzzed: it may hang or run out of memory, and is then stopped by its parent.
import { parentPort, workerData } from 'node:worker_threads';
import { createServer } from 'vite';

// Seeds that are zips hold the time at which they are made: a failure must be the same file when it is run again.
Date.now = () => Date.UTC(2020, 0, 1);

const { cases, seed, path, parser, done, beat, harness = './src/data/fuzz/index.ts' } = workerData;
// A server that listens nowhere: parsers load parts of themselves when they are needed.
const server = await createServer({
  appType: 'custom',
  configFile: false,
  logLevel: 'error',
  // Node 20 does not know `using`.
  oxc: { target: 'node20' },
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
const { allTargets, pickTargets, runFuzz, shareOf } = await server.ssrLoadModule(harness);

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
await server.close();
// Whatever a parser left running must not keep the thread.
parentPort.close();
