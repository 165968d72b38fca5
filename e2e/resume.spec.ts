import type { Page } from '@playwright/test';
import { expect, test } from './support/cleanPage';

/** One student on the sample, slow enough to be stopped in its midst: 75 steps lie between two checkpoints. */
async function start(page: Page) {
  await page.goto('./?view=train');
  const form = page.getByRole('group', { name: 'Settings' });
  for (const kind of ['Maps fitted', 'Distilled by optimal', 'Distilled by other'])
    await form.locator('summary', { hasText: kind }).click();
  const methods = await form
    .getByRole('checkbox', { checked: true })
    .evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value));
  for (const method of methods)
    if (method !== 'mse') await form.locator(`input[value="${method}"]`).uncheck();
  const fields = {
    Languages: 'de',
    'Evaluation queries': '20',
    'Encoder layer': '1',
    'Training steps': '600',
    'Early-stopping patience': '99',
    'Ranker training steps': '5',
  };
  for (const [label, value] of Object.entries(fields))
    await form.getByLabel(label, { exact: true }).fill(value);
  await form.getByLabel(/^Random seeds/).click(); // the last field hands its value in when it is left
  await page.getByRole('button', { name: /^(Load the synthetic sample and run|Run on)/ }).click();
}

test('a study that a reload interrupts goes on where it was', async ({ cleanPage: page }) => {
  test.setTimeout(300_000);
  await start(page);
  await expect(page.getByRole('status').filter({ hasText: ' of the run' })).toContainText(
    /mse, de, seed 1 · (7[6-9]|[89]\d|\d{3}) of/,
    {
      timeout: 120_000,
    },
  );
  await page.reload();
  await start(page);
  const notes = page.getByRole('region', { name: 'Event log' });
  await expect(notes).toContainText(/mse, de, seed 1: goes on from step \d+ of 600/, {
    timeout: 120_000,
  });
  // The report opens by itself when the run ends.
  await expect(page).toHaveURL(/view=gap/, { timeout: 180_000 });
  const chart = page.getByRole('region', { name: 'MAP by language' });
  await expect(chart.getByText('Mean-pool MSE')).toBeVisible();
  await expect(chart.getByText('Greedy')).toHaveCount(0);
});
