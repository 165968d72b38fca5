// Times the statistics of one study task: node bench/benchStatistics.mjs
// 6 languages, 8 methods, 1,237 ids, 3 seeds, B = 10,000; medians of three runs after one to warm up.
import { runnerImport } from 'vite';

const { module } = await runnerImport('./src/eval/index.ts', {
  configFile: false,
  oxc: { target: 'es2022' }, // Node 20 has no `using`
});

const names = (count, prefix) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const matrix = (seed) => {
  const [systems, languages, ids] = [names(8, 's'), names(6, 'l'), names(1237, 'q')];
  const count = systems.length * languages.length * ids.length;
  const values = Float64Array.from(
    { length: count },
    (_, i) => ((i * 7919 + seed * 104729) % 10007) / 10007,
  );
  return { systems, languages, ids, values };
};
// CPU time as well: on a machine that others use the wall clock tells of them, too.
const clock = (label, work) => {
  work();
  const runs = Array.from({ length: 3 }, () => {
    const start = performance.now();
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return { wall: performance.now() - start, cpu: (user + system) / 1000 };
  });
  const median = (key) => Math.round(runs.map((run) => run[key]).sort((a, b) => a - b)[1]);
  console.log(`${label.padEnd(48)} ${median('wall')} ms wall, ${median('cpu')} ms CPU`);
};

const options = { seed: 1, replicates: 10_000 };
const seeds = [1, 2, 3].map(matrix);
clock('drawBootstrap, one matrix', () => module.drawBootstrap(seeds[0], options));
if (module.drawSeedBootstrap)
  clock('drawSeedBootstrap, three seeds', () => module.drawSeedBootstrap(seeds, options));
