import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

function command(...args: string[]) {
  return spawnSync('node', ['bench/run.mjs', 'measure', ...args], { encoding: 'utf8' });
}

/** Writes a file of this test and gives its path. */
function file(name: string, content: string): string {
  const { outputDir } = test.info();
  mkdirSync(outputDir, { recursive: true });
  const path = join(outputDir, name);
  writeFileSync(path, content);
  return path;
}

const QRELS = 'q1 0 a 1\nq1 0 b 0\nq2 0 a 2\n';
const RUN = 'q1 Q0 a 1 0.5 s\nq1 Q0 b 2 0.5 s\n';

test('runs are measured, a line each, with notes and JSON', () => {
  const qrels = file('q.qrels', QRELS);
  const [one, two] = [file('one.run', RUN), file('two.run', `${RUN}q2 Q0 a 1 1 s\n`)];
  const json = join(test.info().outputDir, 'deep', 'm.json');
  const run = command(
    ...['--qrels', qrels, '--run', one, two, '--measures', 'AP,RR'],
    ...['--complete', '--per-query', '--json', json],
  );
  expect(run.status, run.stderr).toBe(0);
  const lines = run.stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(lines.slice(0, 5)).toEqual([
    ['run', 'AP', 'RR', 'queries'],
    [one, '0.2500', '0.2500', '2'],
    [two, '0.7500', '0.7500', '2'],
    [''],
    ['run', 'query', 'AP', 'RR'],
  ]);
  expect(run.stderr).toContain(`note: ${one}: 1 query (q2) judged, but not in the run`);
  expect(run.stderr).toContain('share their score: 1, with one that is not relevant: 1');
  const report = JSON.parse(readFileSync(json, 'utf8'));
  expect(report).toMatchObject({ ties: 'trec', missing: 'zero', measures: ['AP', 'RR'] });
  expect(report.runs[1].perQuery).toEqual([
    { query: 'q1', values: [0.5, 0.5] },
    { query: 'q2', values: [1, 1] },
  ]);
});

test('a bad run is named, the others are measured, the exit code is 2', () => {
  const qrels = file('q.qrels', QRELS);
  const [bad, good] = [file('bad.run', `${RUN}q1 Q0 a 3 0.1 s\n`), file('good.run', RUN)];
  const run = command('--qrels', qrels, '--run', bad, good, '--ties', 'best', '--measures', 'AP');
  expect(run.status).toBe(2);
  expect(run.stdout).toMatch(/good\.run +1\.0000 +1\n$/);
  expect(run.stdout).not.toContain('bad.run');
  expect(run.stderr).toContain(`${bad}:3: document: query "q1" has document "a" already in line 1`);
});

test('wrong usage and help', () => {
  expect(command('--help').stdout).toContain('usage: npm run measure');
  const missing = command('--qrels', '/nowhere', '--run', 'r');
  expect(missing.status).toBe(64);
  expect(missing.stderr).toContain('--qrels /nowhere: no such file');
  const [qrels, run] = [file('q.qrels', QRELS), file('r.run', RUN)];
  const wrong = command('--qrels', qrels, '--run', run, '--measures', 'AP,MOP');
  expect(wrong.status).toBe(64);
  expect(wrong.stderr).toContain('--measures: cannot read "MOP"; wanted AP, AP@k');
});
