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
clock('drawSeedBootstrap, three seeds', () => module.drawSeedBootstrap(seeds, options));

const boot = module.drawSeedBootstrap(seeds, options);
clock('measureDispersion, six languages, eight methods', () =>
  module.measureDispersion(boot, boot.languages, 's0', 'l0'),
);
const differences = seeds[0].values.slice(0, 1237).map((ap, i) => ap - seeds[1].values[i]);
clock('comparePaired, 48 rows of 1,237', () => {
  for (let row = 0; row < 48; row++) module.comparePaired(differences, options);
});
const twenty = differences.slice(0, 20);
clock('comparePaired, exact, 20 queries', () => module.comparePaired(twenty, options));
const pool = names(6, 'l').map((_, l) =>
  Float64Array.from({ length: 7422 }, (_, i) => (i * 7919 + l * 104729) % 10007),
);
clock('meanRankCorrelation, ten queries, pool of 7,422', () =>
  module.meanRankCorrelation(Array(10).fill(pool)),
);
