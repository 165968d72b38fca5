import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/cleanPage';

const CONFIG = {
  methods: ['zero-shot', 'ot'],
  languages: ['de', 'th'],
  limit: 12,
  pairs: 60,
  tasks: ['T2'],
  layer: 1,
  slotPairs: 0,
  groups: { name: 'Two', high: ['de'], low: ['th'] },
  ranker: { steps: 5 },
  distil: { steps: 20, evaluateEvery: 10, batch: 16, learningRate: 0.01 },
  bootstrap: { replicates: 100 },
};

async function train(page: Page) {
  await page.goto('./?view=train');
  await page.getByLabel('A config file').setInputFiles({
    ...{ name: 'config.json', mimeType: 'application/json' },
    buffer: Buffer.from(JSON.stringify(CONFIG)),
  });
  await page.getByRole('button', { name: /^Load the synthetic sample and run/ }).click();
  await expect(page).toHaveURL(/view=gap/, { timeout: 100_000 });
}

/** The distance of the plans of A and B, once both are solved. */
const distance = (page: Page) =>
  page.locator('dl div').filter({ hasText: 'Total variation A, B' }).locator('dd');

test('a checkpoint of a run that was trained here opens on Align and is set against others', async ({
  cleanPage: page,
}) => {
  test.setTimeout(180_000); // trains, on whatever else the machine has to do
  await train(page);
  // From the curves of the study that has just ended.
  await page.getByRole('link', { name: 'Train' }).click();
  await page.locator('[data-chart="held-out-map"] circle[data-step="20"]').first().click();
  await page.getByRole('button', { name: 'Open on Align' }).click();
  await expect(page).toHaveURL(/lang=de&.*student=a&head=ot\.de\.1&step=20&vs=a/);
  await expect(page.getByLabel('Student', { exact: true })).toHaveValue('ot.de.1');
  await page.keyboard.press('Control+z');
  await page.getByRole('link', { name: 'Gap' }).click();
  const training = page.getByRole('region', { name: 'Gap over training', exact: true });
  await training.locator('[data-checkpoint]').first().click();

  // The student of the low group at that step, and its final head as A.
  await expect(page).toHaveURL(/lang=th&.*student=a&head=ot\.th\.1&step=10&vs=a&vshead=ot\.th\.1/);
  await expect(page.getByLabel('Weights', { exact: true })).toHaveValue('10');
  await page.getByText('A − B', { exact: true }).click();
  await expect(page.getByLabel('A: Student')).toHaveValue('ot.th.1');
  const chart = page.getByRole('region', { name: 'Alignment', exact: true });
  const final = page.getByLabel('A: Weights');
  const kept = Number(
    /step (\d+)/.exec((await final.locator('option:checked').textContent())!)?.[1],
  );
  // The final head is that of the best evaluation; what differs from it is another one.
  if (kept === 10) await page.getByLabel('Weights', { exact: true }).selectOption('20');
  await expect(chart).toContainText(/A: ot\.th\.1\. B: ot\.th\.1 at step [12]0\./);
  await expect(distance(page)).not.toHaveText('0');
  expect(Number((await distance(page).textContent())!.replace('−', '-'))).toBeGreaterThan(1e-6);
  const values = await chart
    .locator('rect[data-value]')
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));
  expect(values.some((value) => value !== 0)).toBe(true);

  // The same head on both sides differs in nothing; the initial one differs again.
  await final.selectOption(kept === 10 ? '20' : '10');
  await expect(distance(page)).toHaveText('0');
  await page.waitForTimeout(450); // what follows sooner is the same step of undo
  await final.selectOption({ label: 'Initial head' });
  await expect(chart).toContainText('A: ot.th.1 at the start.');
  await expect(distance(page)).not.toHaveText('0');
  await page.getByRole('heading', { level: 2 }).click();
  await page.keyboard.press('Control+z');
  await expect(distance(page)).toHaveText('0');
  await page.keyboard.press('Control+Shift+z');

  // The link carries all of it, over a reload, and what a run lacks is said.
  await expect(page).toHaveURL(/vsstep=0/);
  await page.reload();
  await expect(chart).toContainText('A: ot.th.1 at the start.');
  await expect(page.getByLabel('A is').locator('option[value=b]')).toHaveText(
    'Student of run B (none is pinned)',
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  // A query opens under the student of method B, with zero-shot's head as A.
  await page.getByRole('link', { name: 'Gap' }).click();
  const row = page.locator('[data-row="0"]');
  const [, language] = /in (\w+)/.exec((await row.getAttribute('aria-label'))!)!;
  const code = language === 'English' ? 'en' : language === 'Thai' ? 'th' : 'de';
  await row.press('Enter');
  if (code !== 'en')
    await expect(page).toHaveURL(new RegExp(`head=ot\\.${code}\\.1&vs=a&.*vsstep=0`));
});
