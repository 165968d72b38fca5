import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { packWeights } from '../src/app/runs/weightsFile';
import { storedTensor, writeSafetensors } from '../src/lib';
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

/** A bundle with a head, a checkpoint and plans, as Node packs it. */
async function bundleOf(report: string): Promise<Buffer> {
  const w = storedTensor(new Float32Array([1, -0.1, 1e-30, 4]), [2, 2]);
  const record = {
    ...{ schema: 'student/1', method: 'ot', student: 'head', languages: ['de'], joint: false },
    ...{ seed: 1, corpus: 'tiny', config: {}, data: [] },
  };
  const tensors = new Map([['w', w] as const, ['teacher.w', w]]);
  const head = writeSafetensors(tensors, { student: JSON.stringify(record), inputNorm: '1.5' });
  const heads = [{ name: 'weights/ot.de.1.head.safetensors', content: new Blob([head]) }];
  const run = { schema: 'run/1', name: 'From elsewhere', addedAt: 5, report: JSON.parse(report) };
  return Buffer.from(
    zipSync({
      'run.json': Buffer.from(JSON.stringify(run)),
      'queries.csv': Buffer.from('task,method\r\nT2,ot\r\n'),
      'weights.safetensors': await packWeights(heads),
      'checkpoints/ot.de.1.75.head.safetensors': head,
      'plans.npz': Buffer.from([1, 2, 0, 255]),
    }),
  );
}

test('a bundle that is saved opens in another browser with equal numbers and equal bytes', async ({
  cleanPage: page,
  browser,
}) => {
  const first = await bundleOf(one!);
  const saved = await openAndSave(page, first);
  const [before, after] = [first, saved].map((zip) => unzipSync(zip));
  expect(Object.keys(after!).sort()).toEqual([
    ...['checkpoints/ot.de.1.75.head.safetensors', 'metrics.csv', 'plans.npz', 'queries.csv'],
    ...['run.json', 'weights.safetensors'],
  ]);
  const { report } = JSON.parse(new TextDecoder().decode(after!['run.json']));
  expect(report).toEqual(JSON.parse(one!));
  for (const name of Object.keys(before!).filter((name) => name !== 'run.json'))
    expect(Buffer.compare(after![name]!, before![name]!), name).toBe(0);
  await page.getByRole('button', { name: 'Files of From elsewhere' }).click();
  const files = page.getByRole('region', { name: 'Files', exact: true });
  await expect(files.getByRole('row')).toHaveCount(7);
  await expect(files.getByRole('row', { name: /plans\.npz 4 B transport plans/ })).toBeVisible();
  const alone = page.waitForEvent('download');
  await files.getByRole('button', { name: 'Save weights.safetensors' }).click();
  const weights = readFileSync(await (await alone).path());
  expect(Buffer.compare(weights, before!['weights.safetensors']!)).toBe(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);

  const context = await browser.newContext();
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByText('is not in this browser')).toBeVisible();
  const again = await openAndSave(second, saved, page.url());
  expect(second.url()).toBe(page.url());
  expect(unzipSync(again)).toEqual(after);
  await context.close();
});

/** Opens a bundle, and saves what came of it. */
async function openAndSave(page: Page, bundle: Buffer, at = './?view=runs'): Promise<Buffer> {
  await page.goto(at);
  await page
    .getByLabel('Open runs: files')
    .setInputFiles({ name: 'x.zip', mimeType: 'application/zip', buffer: bundle });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the bundle of From elsewhere' }).click();
  return readFileSync(await (await saved).path());
}
