import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect, firstPicture, test } from './support/cleanPage';
import { writeSmallMtop } from './support/smallMtop';

// Few steps: these stories show that the parts fit, not that the method works.
const SMALL = {
  ranker: { steps: 10, batch: 16 },
  distil: { steps: 10, batch: 8, evaluateEvery: 5 },
  bootstrap: { replicates: 200 },
  groups: { name: 'small', high: ['de'], low: ['sw'] },
};

function study(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['bench/run.mjs', 'study', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('the command answers twice the same, to the last digit', async ({ page }, { outputDir }) => {
  test.setTimeout(300_000);
  const mtop = writeSmallMtop(outputDir, ['en', 'de', 'sw']);
  const config = join(outputDir, 'small.json');
  writeFileSync(config, JSON.stringify(SMALL));
  const [first, second] = ['a', 'b'].map((name) => {
    const out = join(outputDir, name);
    const run = study('--mtop', mtop, '--config', config, '--seeds', '3', '--out', out);
    expect(run.stderr).toContain('encode: token vectors');
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toContain('T2, utterances of the same intent');
    expect(run.stdout).toContain(join(out, 'report.html'));
    return JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
  });
  expect({ ...second, timings: {} }).toEqual({ ...first, timings: {} });
  expect(first.schema).toBe('study/1');
  expect(first.data).toHaveLength(9);
  expect(first.data[0].sha256).toMatch(/^[0-9a-f]{64}$/);
  const methods = new Set(first.results.map((row: { method: string }) => row.method));
  expect(methods).toEqual(
    new Set(['zero-shot', 'mean-shift', 'ot-procrustes', 'mse', 'greedy', 'ot']),
  );

  await page.goto(pathToFileURL(join(outputDir, 'a', 'report.html')).href);
  await expect(page.getByRole('img', { name: /T2: MAP times 100/ })).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
});

test('the command refuses ε = 0 and writes nothing', async () => {
  const { outputDir } = test.info();
  const mtop = writeSmallMtop(outputDir, ['en', 'de']);
  const out = join(outputDir, 'none');
  const run = study('--mtop', mtop, '--epsilon', '0', '--out', out);
  expect(run.status).toBe(2);
  expect(run.stderr).toMatch(/distil\.epsilon.*0/);
  expect(existsSync(out)).toBe(false);
});

test('the command names file, line and columns of a broken row, and goes on without it', async () => {
  const { outputDir } = test.info();
  const mtop = writeSmallMtop(outputDir, ['en', 'de']);
  const file = join(mtop, 'de', 'test.txt');
  const rows = readFileSync(file, 'utf8').split('\n');
  rows[4] = rows[4]!.split('\t').slice(0, 7).join('\t');
  writeFileSync(file, rows.join('\n'));
  const out = join(outputDir, 'out');
  const quick = [
    '--methods',
    'encoder-zero-shot',
    '--ranker',
    'none',
    '--tasks',
    'T1',
    '--limit',
    '5',
  ];
  const run = study('--mtop', mtop, ...quick, '--out', out);
  expect(run.status, run.stderr).toBe(0);
  expect(run.stderr).toContain('1 row was left out.');
  expect(run.stderr).toMatch(/de\/test\.txt, line 5.*7/);
  const problems = JSON.parse(readFileSync(join(out, 'problems.json'), 'utf8'));
  expect(problems[0]).toMatchObject({ line: 5 });
});

test('the page runs the sample, shows progress and stops when asked', async ({
  cleanPage: page,
}) => {
  await firstPicture(page);
  await page.goto('./?view=train');
  await page
    .getByRole('button', { name: /\brun\b/i })
    .first()
    .click();
  await expect(page.getByRole('status').filter({ hasText: 'token vectors' })).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
  await expect(page.getByText('Run cancelled.')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: /\brun\b/i }).first()).toBeEnabled();
});
