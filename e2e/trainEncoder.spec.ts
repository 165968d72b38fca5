import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { COMMIT, fakeHub, MODEL } from '../src/encoders/registry/testing/fakeHub';
import { tinyModel } from '../src/encoders/registry/testing/tinyModel';
import { expect, test } from './support/cleanPage';
import { loadSmallCorpus } from './support/loadSmallCorpus';

const CONFIG = {
  methods: ['zero-shot', 'ot'],
  languages: ['de'],
  limit: 20,
  slotPairs: 0,
  ranker: { steps: 3 },
  distil: { steps: 6, evaluateEvery: 3, batch: 8 },
  bootstrap: { replicates: 100 },
};

const form = (page: Page) => page.getByRole('group', { name: 'Settings' });

/** The Train screen with a short study and the encoder's settings unfolded. */
async function openTrain(page: Page) {
  await loadSmallCorpus(page, test.info().outputDir, ['de']);
  await page.getByRole('link', { name: 'Train' }).click();
  await page.getByLabel('A config file').setInputFiles({
    ...{ name: 'config.json', mimeType: 'application/json' },
    buffer: Buffer.from(JSON.stringify(CONFIG)),
  });
  await form(page).getByText('Encoder', { exact: true }).click();
}

/** Runs the draft; gives what the report says of its encoder. */
async function trained(page: Page) {
  await page.getByRole('button', { name: /^Run on/ }).click();
  await expect(page).toHaveURL(/view=gap/, { timeout: 45_000 });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the report' }).click();
  await page.getByRole('menuitem', { name: 'JSON' }).click();
  const report = JSON.parse(readFileSync(await (await saved).path(), 'utf8'));
  await page.getByRole('link', { name: 'Train' }).click();
  await expect(page.locator('[data-chart="loss"]').getByText('ot, de, seed 1')).toBeVisible();
  return report.encoder;
}

test('a model of a hub is looked at, opened and trained on; one that is gated says what to do', async ({
  cleanPage: page,
}) => {
  test.setTimeout(90_000);
  const hub = await fakeHub(tinyModel());
  try {
    await openTrain(page);
    await form(page).getByLabel('Hub address').fill(hub.endpoint);
    const name = form(page).getByLabel('Model of the hub');
    await name.fill('no id at all');
    await form(page).getByRole('button', { name: 'Look at it' }).click();
    await expect(page.getByRole('alert')).toContainText('expected an id such as ORGANISATION/NAME');
    await name.fill('lab/gated');
    await form(page).getByRole('button', { name: 'Look at it' }).click();
    await expect(page.getByRole('alert')).toContainText('download the model yourself');
    await name.fill(`${MODEL}@v1`);
    await name.press('Enter');
    await expect(page.getByRole('alert')).toBeHidden();
    await expect(form(page).getByText(/bert, 2 layers, .* to download/)).toBeVisible();
    expect(hub.requests.some((request) => request.includes('.onnx'))).toBe(false);
    await form(page)
      .getByRole('button', { name: /^Download .* and open$/ })
      .click();
    await expect(form(page).getByText(`The draft names ${MODEL}, which is open.`)).toBeVisible();
    await expect(form(page).getByLabel('Encoder layer', { exact: true })).toHaveValue('2');
    expect(await trained(page)).toMatchObject({
      ...{ kind: 'hub', name: MODEL, commit: COMMIT, endpoint: hub.endpoint, layers: 2 },
    });
    // The form is folded beside the curves.
    await page.getByRole('heading', { name: 'Settings' }).click();
    await form(page).getByRole('button', { name: 'Use the embedded encoder' }).click();
    await expect(form(page).getByText('The draft names embedded')).toBeVisible();
    await expect(form(page).getByLabel('Encoder layer', { exact: true })).toHaveValue('12');
  } finally {
    await hub.close();
  }
});

test('a model’s folder is picked, opened and trained on; one without a tokeniser is refused', async ({
  cleanPage: page,
}) => {
  test.setTimeout(90_000);
  const folder = test.info().outputPath('tiny-model');
  for (const [path, bytes] of tinyModel()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  await openTrain(page);
  const picker = page.getByLabel('A model’s folder');
  await picker.setInputFiles(join(folder, 'onnx'));
  await expect(page.getByRole('alert')).toContainText('found no tokenizer.json');
  await picker.setInputFiles(folder);
  await expect(form(page).getByText(/^tiny-model: bert, 2 layers/)).toBeVisible();
  await form(page).getByRole('button', { name: 'Open', exact: true }).click();
  await expect(
    form(page).getByText('The draft names folder:tiny-model, which is open.'),
  ).toBeVisible();
  expect(await trained(page)).toMatchObject({ kind: 'folder', name: 'tiny-model', layers: 2 });
});
