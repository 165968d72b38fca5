import { describe, expect, test } from 'vitest';
import { parseReport } from '../src/app/parseReport';
import { BENCH_UI_HELP, parseBenchUiOptions } from './benchUi.mjs';
import { exitOf, temporaryFolder } from './testing';
import { longRun, manyQueries } from './uiFixtures.mjs';
import { judge, median, TARGETS, uiTable } from './uiJudgement.mjs';
import { initialScripts, scriptsOf, weigh } from './uiScripts.mjs';

const parse = (line: string) => parseBenchUiOptions(line.split(' ').filter(Boolean));
const wanted = (name: string) => TARGETS.find((one) => one.name === name)!;

describe('parseBenchUiOptions', () => {
  test('has defaults, which --samples bounds', () => {
    const counts = { cold: 5, inputs: 30, moves: 60, toggles: 10, seconds: 5 };
    expect(parse('')).toEqual({ help: false, gpu: 'auto', out: undefined, counts });
    expect(parse('--samples 3').counts).toEqual({
      ...{ cold: 3, inputs: 3, moves: 3, toggles: 3, seconds: 3 },
    });
    expect(parse('--help')).toEqual({ help: true });
  });

  test.each([
    ['--samples 0', '--samples: expected a whole number above 0, got 0'],
    ['--gpu fast', '--gpu: expected auto, hardware or software, got fast'],
    ['--runs 3', "Unknown option '--runs'"],
  ])('refuses %s', async (line, message) => {
    const exit = await exitOf(() => parse(line));
    expect(exit.code).toBe(64);
    expect(exit.message).toContain(message);
    expect(exit.message).toContain(BENCH_UI_HELP);
  });
});

describe('judge', () => {
  test('the median decides, at its limit it is kept', () => {
    expect(median([])).toBeNull();
    expect(median([9, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 9])).toBe(3);
    expect(judge(wanted('epsilon'), { samples: [50, 900, 3] })).toMatchObject({
      ...{ median: 50, ok: true, samples: [50, 900, 3] },
    });
    expect(judge(wanted('epsilon'), { samples: [50.1] }).ok).toBe(false);
    expect(judge(wanted('scroll'), { samples: [49.9] }).ok).toBe(false);
    expect(judge(wanted('scroll'), { samples: [50] }).ok).toBe(true);
  });

  test('what could not be measured is missed, and says why', () => {
    const judged = judge(wanted('curves'), { samples: [], note: 'no chart came' });
    expect(judged).toMatchObject({ ok: false, median: null, note: 'no chart came' });
    expect(uiTable([judged])).toMatch(/- +- +≤ 50 +ms +0 +MISSED$/m);
  });
});

test('the table names the worst sample on the side that is limited', () => {
  const table = uiTable([
    judge(wanted('first-picture'), { samples: [900, 1200.4, 2800] }),
    judge(wanted('scroll'), { samples: [60, 41.25, 59] }),
  ]);
  expect(table).toMatch(/^measure +median +worst +limit +unit +samples$/m);
  expect(table).toMatch(/^first picture, cold +1200 +2800 +≤ 3000 +ms +3 +ok$/m);
  expect(table).toMatch(/scrolling +59\.0 +41\.3 +≥ 50 +frames\/s +3 +ok$/m);
});

test('scripts of the page are told from those of its workers and of others, each counted once', () => {
  const base = 'http://localhost:1/';
  const loaded = ['a.js', 'a.js?1', 'a.css', 'w.js', 'sample/x.json'].map((name) => base + name);
  const found = scriptsOf([...loaded, 'http://other/b.js'], [`${base}w.js`], base);
  expect(found).toEqual({ page: ['a.js'], workers: ['w.js'] });
  const root = temporaryFolder({ 'a.js': 'x'.repeat(100_000), 'b.js': 'let b' });
  const [first, second] = weigh(['b.js', 'a.js'], root);
  expect(first!.file).toBe('a.js');
  expect(first!.kilobytes).toBeLessThan(1);
  expect(second!.kilobytes).toBeGreaterThan(0);
});

test('made-up runs are reports of 20,000 points and queries of 100,000 rows before and after', () => {
  const report = parseReport(JSON.stringify(longRun(1)));
  expect(report.curves).toHaveLength(20_000);
  expect(longRun(2).curves[5]).not.toEqual(longRun(1).curves[5]);
  const lines = manyQueries(1).trimEnd().split('\r\n');
  expect(lines).toHaveLength(200_001);
  expect(lines[1]).toMatch(/^T2,zero-shot,de,1,q0,INTENT_0,domain_0,0\.\d{4}$/);
});

test('initial scripts are the entry, what it waits for and what these import, not what is lazy', () => {
  const root = temporaryFolder({
    'index.html':
      '<link rel="modulepreload" href="./a/p.js"><script type="module" src="./a/i.js"></script>',
    'a/i.js': 'import"./p.js";import("./app.js"),import("./headless-x.js")',
    'a/p.js': '',
    'a/app.js': 'import{a as b}from"./shared.js";const l=()=>import("./charts.js")',
    'a/shared.js': 'import"./p.js"',
    'a/charts.js': '',
    'a/headless-x.js': '',
  });
  expect(initialScripts(root).sort()).toEqual(['a/app.js', 'a/i.js', 'a/p.js', 'a/shared.js']);
});
