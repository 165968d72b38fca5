import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/cleanPage';
import { loadSmallCorpus } from './support/loadSmallCorpus';

const CONFIG = {
  methods: ['zero-shot', 'ot'],
  languages: ['de', 'th'],
  limit: 20,
  layer: 1,
  slotPairs: 0,
  ranker: { steps: 5 },
  distil: { steps: 60, evaluateEvery: 20, batch: 16, patience: 99 },
  bootstrap: { replicates: 100 },
};

/** The Train screen with a config, of the page that is open. */
async function openConfig(page: Page, config: object) {
  await page.getByRole('link', { name: 'Train' }).click();
  await page.getByLabel('A config file').setInputFiles({
    ...{ name: 'config.json', mimeType: 'application/json' },
    buffer: Buffer.from(JSON.stringify(config)),
  });
}

/** Whatever the run says of itself. */
const state = (page: Page) => page.getByRole('region', { name: 'Run' }).getByRole('status');

test('a study is trained, paused, stepped and resumed; its run is listed after a reload', async ({
  cleanPage: page,
}) => {
  test.setTimeout(240_000);
  await page.goto('./');
  // The pause is asked for while the data is being loaded and holds at the first training step.
  await openConfig(page, CONFIG);
  await page.getByRole('button', { name: /^Load the synthetic sample and run/ }).click();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(state(page)).toHaveText(/^Paused · .* · after step \d+/, { timeout: 120_000 });
  const step = async () => Number(/after step (\d+)/.exec((await state(page).textContent())!)![1]);
  const before = await step();
  await page.getByRole('heading', { level: 2 }).click();
  await page.keyboard.press('.');
  await expect.poll(step).toBe(before + 1);
  await page.keyboard.press('.');
  await expect.poll(step).toBe(before + 2);
  await expect(state(page)).toContainText(/loss \d/);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await page.keyboard.press('Space');
  await expect(page).toHaveURL(/view=gap/, { timeout: 180_000 });
  await page.getByRole('link', { name: 'Train' }).click();
  await expect(page.getByRole('region', { name: 'Unfinished studies' })).toBeHidden();
  // The form makes room for the curves, and comes back when it is asked for.
  const settings = page.getByRole('group', { name: 'Settings' });
  await expect(settings).toBeHidden();
  await page.getByRole('heading', { name: 'Settings' }).click();
  await expect(settings).toBeVisible();
  const loss = page.locator('[data-chart="loss"]');
  await expect(loss.getByText('ot, de, seed 1')).toBeVisible();
  await expect(
    page.locator('[data-chart="marginal-error"]').getByText('ot, th, seed 1'),
  ).toBeVisible();
  const map = page.locator('[data-chart="held-out-map"]');
  await map.locator('circle[data-step="20"]').first().click();
  await expect(page.getByText(/step 20 · held-out MAP × 100: [\d.]+ · /)).toBeVisible();
  await expect(
    page
      .locator('[data-chart="held-out-gap"]')
      .getByText(/: gap [+−][\d.]+/)
      .first(),
  ).toBeVisible();
  await expect(page.getByRole('region', { name: 'Event log' })).toContainText(
    'distil: ot, de, seed 1',
  );
  await page.reload();
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(page.getByRole('region', { name: 'Runs' }).getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: /^Files of / }).click();
  const files = page.getByRole('region', { name: 'Files', exact: true });
  for (const name of ['plans.json', 'plans.npz', 'queries.csv', 'weights.safetensors'])
    await expect(files.getByRole('rowheader', { name, exact: true })).toBeVisible();
});

test('every setting that differs is marked, listed and taken back', async ({ cleanPage: page }) => {
  await page.goto('./');
  await openConfig(page, CONFIG);
  const form = page.getByRole('group', { name: 'Settings' });
  await expect(form.getByText('11 settings differ from the defaults')).toBeVisible();
  await form.getByRole('button', { name: 'Evaluation queries: back to 0' }).click();
  await expect(form.getByLabel('Evaluation queries', { exact: true })).toHaveValue('0');
  await expect(form.getByText('10 settings differ from the defaults')).toBeVisible();
  await form.getByLabel('Random seeds', { exact: true }).fill('1, x');
  await expect(page.getByRole('region', { name: 'Run' })).toContainText(
    /seeds\.1: expected number/,
  );
  await page.getByLabel('Preset').selectOption('quick-look');
  await expect(form.getByLabel('Encoder layer', { exact: true })).toHaveValue('3');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save config' }).click();
  expect((await saved).suggestedFilename()).toBe('config.json');
  await page.getByLabel('A config file').setInputFiles({
    ...{ name: 'wrong.json', mimeType: 'application/json' },
    buffer: Buffer.from('{"sedes":[1]}'),
  });
  await expect(page.getByText(/wrong\.json: Study config: sedes/)).toBeVisible();
});

test('a study that was stopped is offered again, after a reload too, and can be discarded', async ({
  cleanPage: page,
}, { outputDir }) => {
  test.setTimeout(180_000);
  await loadSmallCorpus(page, outputDir, ['de', 'th']);
  await openConfig(page, {
    ...CONFIG,
    distil: { ...CONFIG.distil, steps: 2000, evaluateEvery: 50 },
  });
  await page.getByRole('button', { name: /^Run on/ }).click();
  await expect(state(page)).toContainText(/ot, de, seed 1 · (5[1-9]|[6-9]\d|\d{3,}) of/, {
    timeout: 120_000,
  });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('Run cancelled.')).toBeVisible({ timeout: 30_000 });
  await page.reload();
  const offers = page.getByRole('region', { name: 'Unfinished studies' });
  await expect(offers.getByRole('listitem')).toHaveCount(1);
  await loadSmallCorpus(page, outputDir, ['de', 'th']);
  // Another study is begun and stopped: the first one is still offered, at its step.
  await openConfig(page, { ...CONFIG, seeds: [2], distil: { ...CONFIG.distil, steps: 2000 } });
  const other = await page.context().newPage();
  await other.goto('./?view=train');
  await page.getByRole('button', { name: /^Run on/ }).click();
  await expect(other.getByRole('region', { name: 'Run' })).toContainText(
    'Another tab of this browser is training',
  );
  await expect(other.getByRole('button', { name: /and run$/ })).toBeDisabled();
  await expect(state(page)).toContainText(/ot, de, seed 2 · (5[1-9]|[6-9]\d|\d{3,}) of/, {
    timeout: 120_000,
  });
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(offers.getByRole('listitem')).toHaveCount(2);
  await expect(other.getByRole('button', { name: /and run$/ })).toBeEnabled();
  await other.close();
  await offers
    .getByRole('listitem')
    .filter({ hasText: 'seed 2' })
    .getByRole('button', { name: /^Discard it/ })
    .click();
  await expect(offers.getByRole('listitem')).toHaveCount(1);
  await offers.getByRole('button', { name: /^Resume it/ }).click();
  await expect(page.getByRole('region', { name: 'Event log' })).toContainText(
    /ot, de, seed 1: goes on from step \d+ of 2000/,
    { timeout: 120_000 },
  );
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await offers.getByRole('button', { name: /^Discard it/ }).click();
  await expect(offers).toBeHidden();
  await page.reload();
  await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  await expect(offers).toBeHidden();
});

test('a learning rate that is far too large is told as collapse or divergence, with what to do', async ({
  cleanPage: page,
}) => {
  test.setTimeout(120_000);
  await page.goto('./');
  await openConfig(page, {
    ...{ ...CONFIG, methods: ['zero-shot', 'ot', 'mse'], languages: ['de'] },
    distil: { ...CONFIG.distil, steps: 40, learningRate: 1e6 },
  });
  await page.getByRole('button', { name: /^Load the synthetic sample and run/ }).click();
  await expect(page).toHaveURL(/view=gap/, { timeout: 100_000 });
  await page.getByRole('link', { name: 'Train' }).click();
  const alarm = page.getByRole('alert');
  await expect(alarm).toContainText(
    /^Collapse alarm: .* lost the spread of token vectors; .* diverged/,
  );
  await expect(alarm).toContainText('mse, de, seed 1: Training diverged at step');
  await expect(alarm).toContainText('Optimal transport, de, seed 1: mean pairwise cosine 0.9');
  await expect(alarm).toContainText('whose weights are kept: the student learnt nothing');
  const log = page.getByRole('region', { name: 'Event log' });
  await expect(log).toContainText('Collapse alarm, ot, de, seed 1');
  await expect(log).toContainText('Training diverged');
  await alarm.getByRole('button', { name: 'Lower the learning rate from 1000000 to' }).click();
  await expect(page.getByLabel('Learning rate', { exact: true })).toHaveValue('100000');
});
