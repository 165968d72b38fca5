import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/cleanPage';
import { writeSmallCollection } from './support/smallCollection';

/** Reads the same files again and shows them. */
async function readAgain(page: Page) {
  const again = page.getByRole('button', { name: 'Read again' });
  await again.click();
  await expect(again).toBeHidden();
  await page.getByText('Files', { exact: true }).click();
}

test('a collection is loaded for re-ranking a run, and read again with other options', async ({
  cleanPage: page,
}) => {
  const { outputDir } = test.info();
  mkdirSync(outputDir, { recursive: true });
  const { collection } = writeSmallCollection(outputDir, ['de']);
  const files = readdirSync(collection).map((name) => join(collection, name));
  const run = join(outputDir, 'bm25.run');
  await page.goto('./?view=data');
  await page.getByText('A ranking collection, or a file from an address').click();
  const form = page.getByRole('region', { name: 'Own ranking collection' });
  await form.getByLabel('Own ranking collection: files').setInputFiles(files);
  const rows = page.getByText(/rows read from \d+ files/);
  await expect(rows).toContainText('48 rows read from 3 files');
  await expect(page.getByText('20 documents')).toBeVisible();
  await page.getByText('Files', { exact: true }).click();
  const listed = page.getByRole('region', { name: 'Files' });
  await expect(listed).toContainText('documents.en.tsv20 rows');

  writeFileSync(run, 'x Q0 d1 1 2.5 bm25\n');
  await form.getByLabel('Run to re-rank: files').setInputFiles(run);
  await expect(form.getByText('bm25.run')).toBeVisible();
  await readAgain(page);
  await expect(listed).toContainText('bm25.run1 rows');

  // Without the run, and with no document that nobody judges.
  await form.getByRole('button', { name: 'Run to re-rank: remove' }).click();
  await form.getByLabel('Unjudged documents').fill('0');
  await readAgain(page);
  await expect(listed).toBeVisible();
  await expect(listed).not.toContainText('bm25.run');
});

test('a bitext table is told its columns, a corpus its translations', async ({
  cleanPage: page,
}) => {
  const { outputDir } = test.info();
  mkdirSync(outputDir, { recursive: true });
  const write = (name: string, text: string) => {
    writeFileSync(join(outputDir, name), text);
    return join(outputDir, name);
  };
  const table = write(
    'pairs.sw.jsonl',
    ['{"a":"rain today","b":"mvua leo","c":0.9}', '{"a":"sun","b":"jua","c":0.2}']
      .map((line) => `${line}\n`)
      .join(''),
  );
  await page.goto('./?view=data');
  await page.getByRole('button', { name: /embedded sample \(synthetic\)/ }).click();
  await expect(page.getByText(/Embedded sample \(synthetic\): 11 languages/)).toBeVisible();

  const bitext = page.getByRole('region', { name: 'Own bitext (optional)' });
  await bitext.getByText('Options: filters, columns').click();
  await bitext.getByLabel('English').fill('a');
  await bitext.getByLabel('Foreign').fill('b');
  await bitext.getByRole('textbox', { name: 'Score', exact: true }).fill('c');
  await bitext.getByLabel('Least score').fill('0.5');
  await bitext.getByLabel('Least score').blur();
  await bitext.getByLabel('Own bitext (optional): files').setInputFiles(table);
  const counts = page.getByRole('region', { name: 'Bitext and its filters' });
  await expect(counts.getByRole('row').nth(1)).toContainText('Swahili21');

  const translations = write('nmt.tsv', '1\tde\train\nx\ten\twrong\n');
  await page.getByLabel('Translations of queries: files').setInputFiles(translations);
  await readAgain(page);
  await expect(page.getByRole('region', { name: 'Files' })).toContainText('nmt.tsv1 rows');
});

test('bitext that comes with the page is read and taken away again', async ({
  cleanPage: page,
}) => {
  await page.goto('./?view=data');
  await page.getByRole('button', { name: /embedded sample \(synthetic\)/ }).click();
  await expect(page.getByText(/Embedded sample \(synthetic\): 11 languages/)).toBeVisible();
  await page.getByRole('button', { name: 'Human rights (UDHR)' }).click();
  const counts = page.getByRole('region', { name: 'Bitext and its filters' });
  await expect(counts.getByRole('rowheader')).toHaveCount(10);
  await page.getByRole('button', { name: 'Remove 10 bitext files' }).click();
  await expect(counts).toBeHidden();
});
