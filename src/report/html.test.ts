import { expect, test } from 'vitest';
import { languageName, methodName, showChange, showInterval, showMap } from './format';
import { renderReportHtml } from './html';
import { HOSTILE, sampleReport } from './testing';

const VOID = new Set(['meta', 'link', 'br', 'hr', 'img', 'input']);
const html = renderReportHtml(sampleReport());
/** What a reader sees, each piece of text between two tags. */
const texts = html
  .replace(/<style>.*?<\/style>/s, '')
  .split(/<[^>]*>/)
  .map((text) => text.trim())
  .filter(Boolean);

/** Walks the tags of a page; gives what is wrong with their nesting. */
function nestingErrors(page: string): string[] {
  const open: string[] = [];
  const errors: string[] = [];
  const body = page.replace(/^<!doctype html>/, '').replace(/<style>.*?<\/style>/gs, '');
  const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9-]*(?:="[^"<>]*")?)*)\s*(\/?)>|</g;
  for (const [whole, closes, name, , closed] of body.matchAll(tag)) {
    if (name === undefined) errors.push(`bare ${whole}`);
    else if (closes) {
      const top = open.pop();
      if (top !== name) errors.push(`</${name}> closes <${top}>`);
    } else if (!closed && !VOID.has(name)) open.push(name);
  }
  return [...errors, ...open.map((name) => `<${name}> is never closed`)];
}

test('the walker sees broken nesting', () => {
  expect(nestingErrors('<p><b>a</p></b>')).toHaveLength(2);
  expect(nestingErrors('<p>')).toEqual(['<p> is never closed']);
  expect(nestingErrors('<p title="a<b">x</p>').length).toBeGreaterThan(0);
  expect(nestingErrors('1 < 2')).toEqual(['bare <']);
});

test('is one well-formed page', () => {
  expect(html).toMatch(/^<!doctype html><html lang="en">/);
  expect(nestingErrors(html)).toEqual([]);
});

test('is offline: no script, no address, no handler', () => {
  expect(html).not.toMatch(/<script|<link|<iframe|<object|@import|url\(|src=|href=|https?:/i);
  for (const [tag] of html.matchAll(/<[^>]*>/g)) expect(tag).not.toMatch(/\son[a-z]+\s*=/i);
});

test('hostile texts are shown, not obeyed', () => {
  const shown = HOSTILE.replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
  // Title, heading, answer, note, reason, adapter, file.
  expect(html.split(shown).length - 1).toBeGreaterThanOrEqual(7);
  expect(html).not.toContain(HOSTILE);
});

test('names every method and every language', () => {
  const report = sampleReport();
  for (const { method } of report.results) expect(texts).toContain(methodName(method));
  for (const language of ['en', 'de', 'sw'])
    expect(texts).toContain(`${languageName(language)} (${language})`);
});

test('shows the numbers of the means over seeds, and those alone', () => {
  const { results, gaps } = sampleReport();
  for (const { seed, map, ci } of results) {
    if (seed !== null) continue;
    expect(texts).toContain(showMap(map));
    if (ci) expect(texts).toContain(showInterval(ci));
  }
  for (const { seed, gap, ci, delta, deltaCi, high, low, label } of gaps) {
    if (seed !== null) continue;
    for (const text of [showChange(gap), showChange(delta), showMap(high), showMap(low), label])
      expect(texts).toContain(text);
    for (const interval of [ci, deltaCi])
      if (interval) expect(texts).toContain(showInterval(interval, showChange));
  }
  // Seed 2 lies .2 above the mean.
  expect(texts).not.toContain(showMap(0.902));
});

test('a row of the table, cell by cell', () => {
  const cells = (label: string) => {
    const row = new RegExp(`<tr><th scope="row">${label}</th>(.*?)</tr>`, 's').exec(html)![1]!;
    return row
      .split('</td>')
      .map((cell) => cell.replace(/<[^>]*>/g, ''))
      .filter(Boolean);
  };
  expect(cells('German \\(de\\)')).toEqual(['90.0 [88.0, 93.0]', '95.0 [93.0, 98.0]']);
  expect(cells('Swahili \\(sw\\)')).toEqual(['60.0 [58.0, 63.0]', '–']);
  expect(cells('Gap')).toEqual(['+30.0 [+25.0, +35.0]', '–']);
});

test('a chart has one mark a number: six series cells, two gaps', () => {
  const titles = [...html.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title]) => title!);
  const of = (start: string) => titles.filter((title) => title.startsWith(start));
  expect(of('German, ')).toEqual([
    'German, Zero-shot transfer: 90.0 [88.0, 93.0]',
    'German, Optimal transport: 95.0 [93.0, 98.0]',
    'German, Zero-shot transfer: 65.0 [63.0, 68.0]',
    'German, Optimal transport: 70.0 [68.0, 73.0]',
  ]);
  expect(of('Swahili, ')).toHaveLength(2);
  expect(titles.filter((title) => title.includes(': gap '))).toEqual([
    'Zero-shot transfer: gap +30.0 [+25.0, +35.0], none',
    'Zero-shot transfer: gap +30.0 [+25.0, +35.0], none',
    'Optimal transport: gap +20.0 , levelling up',
  ]);
});

test('says where there is no gap at all', () => {
  const gaps = sampleReport().gaps.map((row) => ({ ...row, gap: null, ci: null }));
  expect(renderReportHtml(sampleReport({ gaps }))).toContain('No gap can be computed');
});

test('follows the reader into dark mode', () => {
  expect(html).toMatch(/color-scheme:light dark/);
  expect(html).toMatch(/@media\(prefers-color-scheme:dark\)\{:root\{--ink:#/);
});

test('calls synthetic texts synthetic, and only those', () => {
  expect(html).toContain('are synthetic');
  const real = renderReportHtml(sampleReport({ synthetic: false }));
  expect(real).not.toContain('synthetic');
});

test('holds what is needed to run it again', () => {
  const report = sampleReport();
  const config = /<pre>(.*?)<\/pre>/s.exec(html)![1]!.replaceAll('&quot;', '"');
  expect(JSON.parse(config)).toEqual(report.config);
  expect(texts).toContain(report.data[0]!.sha256);
  expect(texts).toContain(report.env.commit);
  expect(texts).toContain('de 720');
});

test('a report without notes or bitext has no empty section', () => {
  const { sizes } = sampleReport();
  const page = renderReportHtml(
    sampleReport({ notes: [], notTrained: [], sizes: { ...sizes, bitextPairs: {} } }),
  );
  expect(page).not.toContain('What to know');
  expect(page).toContain('<dd>none</dd>');
  expect(nestingErrors(page)).toEqual([]);
});
