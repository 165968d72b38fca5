import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { unzipSync } from 'fflate';
import { sampleReport } from '../src/report/testing';
import { expect, test } from './support/cleanPage';

const [one, other] = [
  sampleReport(),
  sampleReport({ corpus: 'Another corpus', notes: ['a note'] }),
].map((report) => JSON.stringify(report));

test('runs are opened, pinned, renamed, kept over a reload, deleted and brought back', async ({
  cleanPage: page,
}) => {
  await page.goto('./?view=runs');
  const files = [one!, other!].map((text, k) => ({
    name: `r${k}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  }));
  await page.getByLabel('Open runs: files').setInputFiles(files);
  const table = page.getByRole('region', { name: 'Runs' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await table.getByRole('button', { name: 'r0.json as run B' }).click();
  await expect(page).toHaveURL(/a=run_\w+&b=run_\w+/);
  await expect(page.getByText('None: both runs have the same config.')).toBeVisible();
  const name = table.getByRole('textbox').first();
  await name.fill('Renamed');
  await name.press('Enter');
  await page.reload();
  await expect(table.getByRole('textbox').first()).toHaveValue('Renamed');
  await expect(page.getByText('None: both runs have the same config.')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await table.getByRole('button', { name: 'Delete Renamed' }).click();
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(table.getByRole('row')).toHaveCount(3);
});

test('a bundle that is saved opens in another browser with equal numbers', async ({
  cleanPage: page,
  browser,
}) => {
  await page.goto('./?view=runs');
  const input = page.getByLabel('Open runs: files');
  await input.setInputFiles({
    ...{ name: 'r.json', mimeType: 'application/json' },
    buffer: Buffer.from(one!),
  });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the bundle of r.json' }).click();
  const bundle = readFileSync(await (await saved).path());
  const inside = unzipSync(bundle);
  expect(Object.keys(inside).sort()).toEqual(['metrics.csv', 'run.json']);
  const { report } = JSON.parse(new TextDecoder().decode(inside['run.json']));
  expect(report).toEqual(JSON.parse(one!));
  const context = await browser.newContext();
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByText('is not in this browser')).toBeVisible();
  await second
    .getByLabel('Open runs: files')
    .setInputFiles({ name: 'x.zip', mimeType: 'application/zip', buffer: bundle });
  await expect(second).toHaveURL(page.url());
  await context.close();
});
