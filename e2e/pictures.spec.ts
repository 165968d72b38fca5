import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, firstPicture, test } from './support/cleanPage';
import { manyLanguages } from './support/manyLanguages';

/** The texts of an exported drawing, in their order, and the file. */
async function drawingOf(page: Page, title: RegExp) {
  await page.getByRole('button', { name: title }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /SVG/ }).last().click(),
  ]);
  const svg = readFileSync(await download.path(), 'utf8');
  const texts = await page.evaluate((source) => {
    const { documentElement } = new DOMParser().parseFromString(source, 'image/svg+xml');
    return [...documentElement.querySelectorAll('text')].map(({ textContent }) => textContent);
  }, svg);
  return { svg, text: texts.join('\n').replaceAll(/[\u2068\u2069]/g, '') };
}

test('an exported heatmap says what it shows, with which colours, of which texts, and how it was made', async ({
  cleanPage: page,
}) => {
  await firstPicture(page, '?lang=th&scale=sqrt');
  const { svg, text } = await drawingOf(page, /Export: Alignment/);
  expect(text).toContain('Alignment: share of the row’s mass');
  expect(text).toContain('share of the row’s mass, square-root colours\n0\n0.0625\n0.25\n0.563\n1');
  expect(text).toMatch(/Rows, English: \w+/);
  expect(text).toMatch(/Columns, Thai: [\u0e00-\u0e7f]+/);
  const source = text.slice(text.indexOf('Optical Bench · ')).replaceAll('\n', ' ');
  expect(source).toMatch(/languages en-th.* settings ε 0\.0500.* marginal error /);
  expect(svg.match(/<stop /g)!.length).toBeGreaterThan(10);
  // Its letters go with it.
  expect(svg).toMatch(/@font-face \{[^}]*Noto Sans Thai Variable[^}]*data:font\/woff2;base64,/);
});

test('exported charts of the gap carry their legends, notes and units', async ({
  cleanPage: page,
}) => {
  await page.goto('./?view=gap');
  const buffer = Buffer.from(JSON.stringify(manyLanguages(30)));
  await page
    .getByLabel('A report.json')
    .setInputFiles({ name: 'forty.json', mimeType: 'application/json', buffer });
  const expected: readonly [RegExp, readonly string[]][] = [
    [
      /Export: MAP × 100 by language, before/,
      ['A: Zero-shot transfer', 'Whiskers: A plus the 95 %'],
    ],
    [/Export: High group/, ['High group', 'Low group', 'mean MAP × 100', 'macro means']],
    [/Export: MAP × 100 of every/, ['MAP × 100, linear colours', 'Below each number its rank']],
    [/Export: MAP × 100 by language, all/, ['Mean-pool MSE', 'Whiskers: 95 % intervals']],
  ];
  for (const [title, words] of expected) {
    const { text } = await drawingOf(page, title);
    for (const word of [...words, 'Optical Bench · run run_'])
      expect(text.replaceAll('\n', ' '), String(title)).toContain(word);
  }
});
