import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/cleanPage';
import { manyLanguages, queriesCsv } from './support/manyLanguages';

/** Queries a language. */
const QUERIES = 30;
const report = manyLanguages(QUERIES);

async function openReport(page: Page, query = '') {
  await page.goto(`./?view=gap${query}`);
  const buffer = Buffer.from(JSON.stringify(report));
  await page
    .getByLabel('A report.json')
    .setInputFiles({ name: 'forty.json', mimeType: 'application/json', buffer });
  await expect(page.getByRole('region', { name: 'Groups and gap' })).toBeVisible();
}

async function attach(page: Page) {
  const buffer = Buffer.from(queriesCsv(QUERIES));
  await page
    .getByLabel('A queries.csv')
    .setInputFiles({ name: 'queries.csv', mimeType: 'text/csv', buffer });
  await expect(page.getByTestId('query-brush')).toBeVisible();
}

test('the gap of forty languages is read, its groups edited, and a query drilled into', async ({
  cleanPage: page,
}) => {
  await openReport(page);
  const before = page.getByRole('region', { name: 'Before and after' });
  await expect(before.getByText('Polish · low')).toBeVisible();
  await expect(before.getByText('≈ +2.0 [−1.0, +4.0]').first()).toBeVisible();
  const groups = page.getByRole('region', { name: 'Groups and gap' });
  await expect(groups).toContainText('Point values: intervals of these groups need per-query');
  await attach(page);
  await expect(groups).toContainText('computed here from queries.csv');

  // Groups are edited in place and are in the link.
  await page.getByRole('button', { name: 'Polish' }).click();
  await page.getByRole('menuitem', { name: 'To the high group' }).click();
  await expect(groups).toContainText('for the edited groups');
  await expect(page).toHaveURL(/high=[\w,]*pl&low=/);
  await page.keyboard.press('Control+z');
  await expect(page).not.toHaveURL(/high=/);
  await page.keyboard.press('Control+Shift+z');
  await expect(page).toHaveURL(/high=[\w,]*pl&low=/);
  await page.reload();
  const high = groups.getByRole('region', { name: 'High group', exact: true });
  await expect(high).toContainText('Polish');
  await page.getByRole('button', { name: 'Back to “Halves”' }).click();
  await expect(page).not.toHaveURL(/high=/);

  // The brush lists what it covers, and a query opens where it can be looked into.
  const queries = page.getByRole('region', { name: 'Queries', exact: true });
  await expect(queries).toContainText('1\u202f200 of 1\u202f200 queries');
  const plot = page.getByTestId('query-brush');
  await plot.scrollIntoViewIfNeeded();
  const box = (await plot.boundingBox())!;
  await page.mouse.move(box.x + 2, box.y + box.height - 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(queries).toContainText(/\b[1-9]\d{1,2} of 1\u202f200 queries/);
  const first = queries.locator('[data-row="0"]');
  const [, id, language] = /query (q\d+) in (\w+)/.exec((await first.getAttribute('aria-label'))!)!;
  expect(language).toBeTruthy();
  await first.press('Enter');
  await expect(page).toHaveURL(new RegExp(`[?&]q=${id}(&|$)`));
});

test('what is exported is what is plotted, with where it is from', async ({ cleanPage: page }) => {
  await openReport(page);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export: MAP × 100 by language, before' }).click();
  await page.getByRole('menuitem', { name: 'Numbers (JSON)' }).click();
  const { about, rows } = JSON.parse(readFileSync(await (await saved).path(), 'utf8'));
  expect(about).toMatchObject({ commit: '0123456789ab', task: 'T2', a: 'Zero-shot transfer' });
  expect(about.run).toMatch(/^run_/);
  expect(about.adapter).toContain('SwiftShader');
  const polish = rows.find((row: { language: string }) => row.language === 'pl');
  const difference = report.differences.find(({ language }) => language === 'pl')!;
  expect([polish.difference_low, polish.difference_high]).toEqual(difference.ci);
  const maps = ['zero-shot', 'ot'].map(
    (method) => report.results.find((row) => row.language === 'pl' && row.method === method)!.map,
  );
  expect([polish.a, polish.b]).toEqual(maps);
  // Pictures, too, and the whole report.
  for (const [menu, item, name] of [
    ['Export: High group, low group', 'Drawing (SVG)', 'gap-groups.svg'],
    ['Export: MAP × 100 of every method', 'Picture (PNG)', 'gap-ranks.png'],
    ['Save the report', 'Markdown', 'report.md'],
  ] as const) {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: menu }).click();
    await page.getByRole('menuitem', { name: item }).click();
    expect((await download).suggestedFilename()).toBe(name);
  }
});

test('a queries.csv that is damaged or of another run is refused', async ({ cleanPage: page }) => {
  await openReport(page);
  const give = (text: string) =>
    page
      .getByLabel('A queries.csv')
      .setInputFiles({ name: 'q.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await give(queriesCsv(QUERIES).replace(/,[\d.]+\r\n/, ',7\r\n'));
  await expect(page.getByRole('alert')).toContainText('line 2');
  // Of another run: its intervals would be of other numbers than those that are shown.
  await give(queriesCsv(QUERIES - 1));
  await expect(page.getByRole('alert')).toContainText(
    'is of another run: its MAP of zero-shot in en',
  );
  // The right one is taken after all.
  await attach(page);
});

for (const [colorScheme, width] of [
  ['light', 1200],
  ['dark', 420],
] as const)
  test(`a whole report has no accessibility violation in ${colorScheme} at ${width}`, async ({
    cleanPage: page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openReport(page);
    await attach(page);
    for (const summary of await page.locator('summary').all()) await summary.click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
