import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/cleanPage';
import { writeSmallMtop } from './support/smallMtop';

// Some 15 s of one student; states are kept when it is evaluated, at its end alone, and when it is stopped.
const SMALL = {
  methods: ['zero-shot', 'mse'],
  layer: 1,
  ranker: { steps: 5, batch: 16 },
  distil: { steps: 2000, batch: 8, evaluateEvery: 2000 },
  bootstrap: { replicates: 200 },
};
/** A port and with it a profile of its own: no other run's states, and none of these in the user's. */
const env = { ...process.env, OPTICAL_BENCH_PORT: '4189' };

/** Runs the command; presses Ctrl-C a second after `stopAt` was printed. */
async function study(args: readonly string[], stopAt?: string) {
  const child = spawn('node', ['bench/run.mjs', 'study', ...args], { env });
  let stderr = '';
  let stopped = false;
  child.stderr.on('data', (data) => {
    stderr += data;
    if (stopped || stopAt === undefined || !stderr.includes(stopAt)) return;
    stopped = true;
    setTimeout(() => child.kill('SIGINT'), 1000);
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stderr };
}

test('a study that Ctrl-C stops goes on at that step and ends with the report of one that ran through', async () => {
  test.setTimeout(300_000);
  const { outputDir } = test.info();
  const mtop = writeSmallMtop(outputDir, ['en', 'de']);
  const config = join(outputDir, 'small.json');
  writeFileSync(config, JSON.stringify(SMALL));
  const args = (name: string) => [
    '--mtop',
    mtop,
    '--config',
    config,
    '--out',
    join(outputDir, name),
  ];
  const report = (name: string) =>
    JSON.parse(readFileSync(join(outputDir, name, 'report.json'), 'utf8'));

  const first = await study([...args('a'), '--fresh'], 'distil: mse, de, seed 1');
  expect(first.status, first.stderr).toBe(130);
  expect(first.stderr).toContain('Stopping; press Ctrl-C again to end at once.');
  const second = await study(args('a'));
  expect(second.status, second.stderr).toBe(0);
  const step = Number(/mse, de, seed 1: goes on from step (\d+) of 2000/.exec(second.stderr)?.[1]);
  expect(step).toBeGreaterThan(0); // kept when it was stopped: no evaluation came before
  const whole = await study([...args('b'), '--fresh']);
  expect(whole.status, whole.stderr).toBe(0);
  expect(whole.stderr).not.toContain('goes on');
  expect({ ...report('a'), timings: {} }).toEqual({ ...report('b'), timings: {} });
});
