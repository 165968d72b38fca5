import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { npy, npz } from '../src/data/npzTesting';
import { writeSmallMtop } from './support/smallMtop';

const PAIRS = [
  'the house is red\tdas Haus ist rot',
  'the red house\tla maison rouge',
  'I drink coffee with milk every morning\tich trinke jeden Morgen Kaffee mit Milch',
  '\tno source',
  'wake me at seven\tปลุกฉัน ตอน เจ็ดโมง',
];

function command(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['bench/run.mjs', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Writes a file of this test and gives its path. */
function file(name: string, content: string | Uint8Array): string {
  const { outputDir } = test.info();
  mkdirSync(outputDir, { recursive: true });
  const path = join(outputDir, name);
  writeFileSync(path, content);
  return path;
}

test('the command aligns words of sentence pairs, one line a pair', () => {
  const pairs = file('pairs.tsv', `${PAIRS.join('\n')}\n`);
  const run = command('align', '--pairs', pairs);
  expect(run.status, run.stderr).toBe(0);
  const lines = run.stdout.split('\n');
  expect(lines).toHaveLength(PAIRS.length + 1);
  expect(lines[0]).toBe('0-0 1-1 2-2 3-3');
  expect(lines[1]).toBe('0-0 1-2 2-1');
  // drink - trinke, coffee - Kaffee, with - mit, milk - Milch, every - jeden, morning - Morgen
  for (const link of ['0-0', '1-1', '2-4', '3-5', '4-6', '5-2', '6-3'])
    expect(lines[2]!.split(' ')).toContain(link);
  expect(lines[3]).toBe('');
  for (const link of ['0-0', '2-1', '3-2']) expect(lines[4]!.split(' ')).toContain(link);
  expect(run.stderr).toMatch(/5 pairs in .* a second \(encode .*; .* s to load\)/);
});

test('scores, another method and a file for the links', () => {
  const pairs = file('pairs.tsv', PAIRS.slice(0, 2).join('\r\n'));
  const out = join(test.info().outputDir, 'deep', 'links.txt');
  const run = command('align', '--pairs', pairs, '--method', 'mutual', '--scores', '--out', out);
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toBe('');
  const lines = readFileSync(out, 'utf8').split('\n');
  expect(lines[0]).toMatch(/^0-0-0\.\d{4} 1-1-0\.\d{4} 2-2-0\.\d{4} 3-3-0\.\d{4}$/);
});

test('a line without TAB is named, keeps its place, and costs no other line', () => {
  const pairs = file('broken.tsv', [PAIRS[0], 'no tab in here', PAIRS[1]].join('\n'));
  const run = command('align', '--pairs', pairs);
  expect(run.status).toBe(2);
  expect(run.stderr).toContain(`${pairs}:2: expected source TAB target, got "no tab in here"`);
  expect(run.stdout).toBe('0-0 1-1 2-2 3-3\n\n0-0 1-2 2-1\n');
});

test('token vectors from outside, and a damaged file of them', () => {
  const offsets = (...values: number[]) => npy('<i4', [values.length], Int32Array.from(values));
  const x = npy('<f4', [3, 2], Float32Array.of(1, 0, 0, 1, 1, 1));
  const y = npy('<f8', [3, 2], Float64Array.of(0, 2, 3, 0, 5, 5), { fortran: false });
  const good = { x, y, x_offsets: offsets(0, 2, 3), y_offsets: offsets(0, 2, 3) };
  const run = command('align', '--vectors', file('v.npz', npz(good, 6)));
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toBe('0-1 1-0\n0-0\n');

  const path = file('bad.npz', npz({ ...good, y_offsets: offsets(0, 2, 4) }));
  const bad = command('align', '--vectors', path);
  expect(bad.status).toBe(2);
  expect(bad.stderr).toContain(`${path}, y_offsets: entry 2 is 4, wanted 3, the number of tokens`);
  expect(bad.stdout).toBe('');
});

test('gold links judge what was aligned; standard output stays with the links', () => {
  const pairs = file('pairs.tsv', `${PAIRS.slice(0, 2).join('\n')}\n`);
  const gold = file('gold.txt', '1-1 2-2 3-3 4-4\n1-1 2p3 3-2 3-1\n');
  const measures = join(test.info().outputDir, 'deep', 'measures.json');
  const given = ['--gold', gold, '--one-indexed', '--measures', measures];
  const run = command('align', '--pairs', pairs, ...given);
  expect(run.status, run.stderr).toBe(0);
  expect(run.stdout).toBe('0-0 1-1 2-2 3-3\n0-0 1-2 2-1\n');
  // 7 links, 7 sure: 6 of them sure, 7 possible.
  expect(run.stderr).toMatch(/sentences +precision +recall +F1 +AER\n +2 +1\.0000 +0\.8571 /);
  const { scores, settings } = JSON.parse(readFileSync(measures, 'utf8'));
  expect(scores.counts).toEqual({ links: 7, sure: 7, sureHits: 6, possibleHits: 7 });
  expect(settings.layer).toBe(6);

  const links = file('links.txt', run.stdout);
  const again = command('align', '--links', links, ...given, '--compat', 'simalign');
  expect(again.status, again.stderr).toBe(0);
  expect(again.stdout).toMatch(/^exact +2 +1\.0000 +0\.8571 +0\.9231 +0\.0714$/m);
  expect(again.stdout).toMatch(/^simalign +2 +1\.000 +0\.857 +0\.923 +0\.071$/m);

  const bad = command('align', '--links', links, '--gold', file('bad.txt', '0-0\n0-x\n'));
  expect(bad.status).toBe(2);
  expect(bad.stderr).toMatch(/bad\.txt, line 2, field 1: found "0-x", wanted i-j or ipj/);
  expect(bad.stdout).toBe('');
});

test('slot agreement of MTOP, by language', () => {
  const mtop = writeSmallMtop(test.info().outputDir, ['en', 'de', 'th']);
  const run = command('align', '--mtop', mtop, '--language', 'de,th', '--limit', '8');
  expect(run.status, run.stderr).toBe(0);
  const [title, heads, ...rows] = run.stdout.trimEnd().split('\n');
  expect(title).toMatch(/^Slot agreement of MTOP, test, .* layer 6, ot at epsilon 0\.1$/);
  expect(heads).toMatch(/^ +pairs +scored +plan share +plan chance .* links per pair$/);
  expect(rows.map((row) => row.split(/ +/)[0])).toEqual(['de', 'th']);
  for (const row of rows) {
    const [, pairs, , share, chance] = row.split(/ +/);
    expect(pairs).toBe('8');
    expect(Number(share)).toBeGreaterThan(Number(chance));
  }
  const wrong = command('align', '--mtop', mtop, '--language', 'xx');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('--language: test of MTOP has de, th beside English, got xx');
});

test('wrong usage and help', () => {
  expect(command('align', '--help').stdout).toContain('usage: npm run align');
  const wrong = command('align', '--pairs', 'p.tsv', '--method', 'best');
  expect(wrong.status).toBe(64);
  expect(wrong.stderr).toContain('--method: expected ot, mutual, itermax or threshold, got best');
  const missing = command('align', '--pairs', '/nowhere.tsv');
  expect(missing.status).toBe(64);
  expect(missing.stderr).toContain('--pairs /nowhere.tsv: no such file');
});

/** One source token: the plan is the weights of the targets, whatever eps is. */
function closedForm() {
  const b = [0.25, 0.75];
  // Cosines 1 and 0: cost 0 and 1, and turning the second towards the first costs less.
  return {
    ...{ name: 'one by two', n: 1, m: 2, d: 2, eps: 0.05, a: [1], b },
    ...{
      X: [[2, 0]],
      Y: [
        [1, 0],
        [0, 4],
      ],
      P: [b],
      loss: 0.75,
    },
    gradY_plan_fixed: [
      [0, 0],
      [-0.75 / 4, 0],
    ],
    gradY_exact: [
      [0, 0],
      [-0.75 / 4, 0],
    ],
    trace: { 50: [0, 0.75] },
  };
}

test('bench -- ot solves cases with known answers on every engine', () => {
  const cases = file('cases.json', JSON.stringify({ cases: [closedForm()] }));
  const out = join(test.info().outputDir, 'rows.json');
  const run = command('bench', 'ot', '--cases', cases, '--out', out);
  expect(run.status, run.stderr).toBe(0);
  const [headings, ...lines] = run.stdout.trimEnd().split('\n');
  expect(headings).toMatch(/^case +n x m x d +eps +engine +plan L1 .* confirmed +missed$/);
  expect(lines.map((line) => / (WebGPU|WASM|float64) /.exec(line)?.[1])).toEqual([
    'WebGPU',
    'WASM',
    'float64',
  ]);
  const { rows } = JSON.parse(readFileSync(out, 'utf8'));
  for (const row of rows) {
    expect(row).toMatchObject({ name: 'one by two', confirmed: true, missed: [] });
    expect(row.planError).toBeLessThan(1e-6);
    expect(row.exactError).toBeLessThan(1e-5);
  }
});

test('bench -- ot fails where an answer is another, and names what a bad file lacks', () => {
  const wrong = {
    ...closedForm(),
    gradY_exact: [
      [0, 0],
      [0.1, 0],
    ],
  };
  const cases = file('wrong.json', JSON.stringify({ cases: [wrong] }));
  const run = command('bench', 'ot', '--cases', cases, '--engine', 'wasm');
  expect(run.status).toBe(1);
  expect(run.stdout).toMatch(/A3 exact .* > 5e-5/);

  const { loss: _, ...lacking } = closedForm();
  const path = file('bad.json', JSON.stringify({ cases: [lacking] }));
  const bad = command('bench', 'ot', '--cases', path, '--engine', 'wasm');
  expect(bad.status).toBe(2);
  expect(bad.stderr).toContain(
    `${path}, case 1 (one by two), loss: found nothing, wanted a number`,
  );
  expect(existsSync(join(test.info().outputDir, 'rows.json'))).toBe(false);
});
