import { describe, expect, test } from 'vitest';
import { HOSTILE, sampleReport } from './testing';
import { align, renderReportText } from './text';

const CALM = {
  corpus: 'Sample',
  groups: { name: 'Two', high: ['de'], low: ['sw'] },
  env: { ...sampleReport().env, adapter: 'SwiftShader' },
  notTrained: [{ language: 'sw', reason: 'no bitext for it was given' }],
  notes: ['Collapse alarm, ot, seed 2: mean cosine .97.'],
  answers: { T1: 'T1: no gap.', T2: 'T2: OT cut the high-low MAP gap.' },
};

test('a report as text, to the last character', () => {
  expect(renderReportText(sampleReport(CALM))).toBe(
    `Sample (synthetic): 250 queries a language; seeds 1, 2, means over seeds
SwiftShader (software adapter), chromium 140
trained on wasm: the adapter is a CPU

T1, the parallel utterance: MAP × 100 [95 % CI]
           zero-shot             ot
en         100.0                 100.0
de (high)  90.0 [88.0, 93.0]     95.0 [93.0, 98.0]
sw (low)   60.0 [58.0, 63.0]     –
high       90.0                  –
low        60.0                  –
gap        +30.0 [+25.0, +35.0]  –
change     0.0 [0.0, 0.0]        –
           none                  none
groups Two: high de, low sw

T1: no gap.

T2, utterances of the same intent: MAP × 100 [95 % CI]
           zero-shot             ot
en         75.0                  75.0
de (high)  65.0 [63.0, 68.0]     70.0 [68.0, 73.0]
sw (low)   35.0 [33.0, 38.0]     –
high       90.0                  95.0
low        60.0                  75.0
gap        +30.0 [+25.0, +35.0]  +20.0
change     0.0 [0.0, 0.0]        −10.0 [−15.0, −5.0]
           none                  levelling up
groups Two: high de, low sw

T2, MAP × 100 minus zero-shot [95 % CI, paired by id], * excludes 0
    ot
de  +5.0

T2: OT cut the high-low MAP gap.

Training: steps run, step kept by held-out T2 MAP × 100, time per step
    student  students  steps       kept  at start  dev MAP  ms a step
ot  mlp      1         225 of 300  150   0         71.0     21.0

Other measures, T2, utterances of the same intent
                   nDCG@10
Optimal transport  61.2

Language bias in the pool of all languages (T4)
                   PEER   Max@R  MRC    English  German  Swahili
Optimal transport  0.610  17.2   0.820  30.0     40.0    30.0

Slot agreement of transport plans
                   German
Optimal transport  71.0 (57.0)
Chance             32.0

not trained: Swahili (sw), no bitext for it was given
note: Collapse alarm, ot, seed 2: mean cosine .97.
`,
  );
});

test('one seed is named alone, a hardware adapter without remark', () => {
  const { config, env } = sampleReport();
  const text = renderReportText(
    sampleReport({
      ...CALM,
      synthetic: false,
      config: { ...config, seeds: [7] },
      env: { ...env, adapter: 'H100', software: false },
    }),
  );
  expect(text.split('\n').slice(0, 2)).toEqual([
    'Sample: 250 queries a language; seed 7',
    'H100, chromium 140',
  ]);
});

test('rows of single seeds stay out of the tables', () => {
  const report = sampleReport();
  const onlyMeans = report.results.filter(({ seed }) => seed === null);
  expect(onlyMeans.length).toBeLessThan(report.results.length);
  expect(renderReportText(sampleReport({ results: onlyMeans }))).toBe(renderReportText(report));
});

test('a terminal gets texts as they are', () => {
  expect(renderReportText(sampleReport())).toContain(`note: ${HOSTILE}\n`);
});

describe('align', () => {
  const columns = (lines: readonly string[], mark: string) =>
    lines.map((line) => [...line.slice(0, line.indexOf(mark))].length);

  test('counts code points, not UTF-16 units', () => {
    const lines = align([
      ['𝒂𝒃', '|'],
      ['−1.0', '|'],
      ['x', '|'],
    ]);
    expect(columns(lines, '|')).toEqual([6, 6, 6]);
  });

  test('takes rows with missing cells and no rows at all', () => {
    expect(align([['a', 'b'], ['long']])).toEqual(['a     b', 'long']);
    expect(align([])).toEqual([]);
  });
});
