import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/cleanPage';

const SHARED = '../shared/data';
const MTOP = join(SHARED, 'mtop');
const NTREX = join(SHARED, 'ntrex');

test.skip(!existsSync(MTOP), 'the data of tests is not beside this clone');

test('real MTOP and NTREX load through page and command alike, with the same counts', async ({
  cleanPage: page,
}, { outputDir }) => {
  test.setTimeout(300_000);
  const args = ['--mtop', MTOP, '--bitext', NTREX, '--languages', 'de', '--limit', '3'];
  const quick = ['--methods', 'encoder-zero-shot', '--ranker', 'none', '--tasks', 'T1'];
  const out = ['--train', 'dev', '--gpu', 'software', '--out', join(outputDir, 'study')];
  const run = spawnSync('node', ['bench/run.mjs', 'study', ...args, ...quick, ...out], {
    encoding: 'utf8',
    env: { ...process.env, OPTICAL_BENCH_PORT: '4391' },
  });
  expect(run.status, run.stderr).toBe(0);
  const report = JSON.parse(readFileSync(join(outputDir, 'study', 'report.json'), 'utf8'));
  const rows = (files: readonly { path: string; rows: number }[]) =>
    files.map(({ path, rows }) => `${path.split('/').at(-1)} ${rows}`).sort();
  const wanted = rows(report.data);
  expect(wanted).toContain('test.json 7422');
  expect(wanted).toContain('deu.txt 1997');

  await page.goto('./?view=data');
  await page.getByLabel('Own corpus: folder').setInputFiles(MTOP);
  await expect(page.getByRole('button', { name: 'Use the embedded' })).toBeEnabled();
  await expect(page.getByText('6 languages')).toBeVisible();
  await page.getByLabel('Own bitext (optional): files').setInputFiles(
    readdirSync(NTREX)
      .filter((name) => name !== 'README.md')
      .map((name) => join(NTREX, name)),
  );
  await expect(page.getByRole('region', { name: 'Bitext and its filters' })).toBeVisible();
  await page.getByText('Files', { exact: true }).click();
  const list = page.getByRole('region', { name: 'Files' });
  const found = await list.getByRole('row').evaluateAll((all) =>
    all.map((row) => {
      const [path = '', count = ''] = [...row.children].map((cell) => cell.textContent ?? '');
      return { path, rows: Number(count.replaceAll(/\D/g, '')) };
    }),
  );
  expect(rows(found)).toEqual(wanted);
});
