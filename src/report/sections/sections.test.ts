import { expect, test } from 'vitest';
import { renderReportHtml } from '../html';
import { renderReportMarkdown } from '../markdown';
import { sampleReport } from '../testing';
import { closingSections, openingSections } from '.';

const report = sampleReport();
const sections = [...openingSections(report), ...closingSections(report)];
const find = (start: string) => sections.find(({ title }) => title.startsWith(start))!;

test('every table has rows as long as its head, and each section something to show', () => {
  expect(sections.length).toBeGreaterThan(7);
  for (const { title, table, list } of sections) {
    expect(table ?? list, title).toBeDefined();
    for (const row of table?.rows ?? []) expect(row, title).toHaveLength(table!.head.length);
  }
});

test('tests show the corrected p, the effect and where topics take the claim back', () => {
  const { table, text } = find('Tests, T2');
  expect(table?.head).toEqual(['', 'de', 'gap']);
  expect(table?.rows).toEqual([['Optimal transport', '< .001 (+0.31)', '.030']]);
  expect(text).toContain('Differences above 2.9');
  const weak = { ...report.tests[0]!, pTopic: 0.2 };
  const again = closingSections({ ...report, tests: [weak] });
  const cell = again.find(({ title }) => title.startsWith('Tests'))!.table!.rows[0]![1];
  expect(cell).toBe('< .001 (+0.31) †');
});

test('dispersion marks resolved changes; log odds say on which scale', () => {
  const row = find('Dispersion').table!.rows[0]!;
  expect(row[4]).toBe('12.0 [10.0, 14.0] *');
  expect(row[1]).toBe('–');
  expect(find('The gap in log odds').table!.rows).toEqual([
    ['Optimal transport', '0.400', '−0.100', '[−0.200, −0.010]', 'both scales'],
  ]);
});

test('the pool shows every language’s share', () => {
  const { table } = find('Language bias');
  expect(table!.head.slice(4)).toEqual(['English', 'German', 'Swahili']);
  expect(table!.rows[0]!.slice(1)).toEqual(['0.610', '17.2', '0.820', '30.0', '40.0', '30.0']);
});

test('the size of the bitext: a column a size, all at the end', () => {
  expect(sections.some(({ title }) => title.startsWith('Size of the bitext'))).toBe(false);
  const own = report.results.filter(({ method }) => method === 'ot');
  const sized = own.map((row) => ({ ...row, method: 'ot:100', map: row.map / 2 }));
  const results = [...report.results, ...sized];
  const { table } = closingSections({ ...report, results }).find(
    ({ title }) => title === 'Size of the bitext, T2, utterances of the same intent',
  )!;
  expect(table!.head).toEqual(['', '100', 'all']);
  const [[name, some, all] = []] = table!.rows;
  expect(name).toBe('Optimal transport');
  expect(Number(some) * 2).toBeCloseTo(Number(all), 0);
});

test('threats name what this run cannot show', () => {
  const threats = (changes: Parameters<typeof sampleReport>[0]) =>
    closingSections(sampleReport(changes)).at(-1)!.list!.join('\n');
  const { config } = report;
  expect(threats({})).toContain('written by a grammar');
  expect(threats({ synthetic: false })).not.toContain('written by a grammar');
  expect(threats({ config: { ...config, seeds: [1] } })).toContain('One seed');
  expect(threats({ config: { ...config, evaluationSplit: 'dev' } })).toContain('no result');
});

test('both page and Markdown show every section', () => {
  const [html, markdown] = [renderReportHtml(report), renderReportMarkdown(report)];
  for (const { title } of sections) {
    expect(html).toContain(`<h2>${title}</h2>`);
    expect(markdown).toContain(`### ${title}`);
  }
});
