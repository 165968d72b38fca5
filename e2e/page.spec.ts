import { cellValues, dropFiles, expect, firstPicture, test } from './support/cleanPage';

test('shows a labelled alignment before any model is loaded', async ({ cleanPage: page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await firstPicture(page);
  const heatmap = page.getByTestId('heatmap');
  const option = page.getByLabel(/Utterance/).locator('option:checked');
  const firstWord = (await option.textContent())!.split(' ')[0]!;
  await expect(heatmap.locator('text[lang=en]').first()).toContainText(firstWord.slice(0, 3));
  expect(fetched.filter((url) => /\.onnx|encoder\/|\.wasm/.test(url))).toEqual([]);
  const sum = (await cellValues(page)).reduce((total, value) => total + value, 0);
  // Shares of a row's mass: every row sums to 1.
  expect(sum).toBeCloseTo(await heatmap.locator('text[lang=en]').count(), 1);
});

test('shows values under the pointer and under the keyboard cursor', async ({
  cleanPage: page,
}) => {
  await firstPicture(page, '?lang=de');
  const box = (await page.getByTestId('heatmap-plot').boundingBox())!;
  await page.mouse.move(box.x + 5, box.y + 5);
  const live = page.getByRole('status').filter({ hasText: /^row .+, column .+, mass \d\.\d\d$/ });
  await expect(live).toBeVisible();
  await expect(page.getByText(/^P = .+ · C = /)).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(live).toBeHidden();

  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowRight');
  const before = await live.textContent();
  await page.keyboard.press('ArrowDown');
  await expect(live).not.toHaveText(before!);
  await page.keyboard.press('Escape');
  await expect(live).toBeHidden();
});

test('solves again when ε changes and keeps it in the address', async ({ cleanPage: page }) => {
  await firstPicture(page);
  const sharp = Math.max(...(await cellValues(page)));
  await page.getByRole('slider', { name: /epsilon/i }).focus();
  await page.keyboard.press('End');
  await expect(page.getByTestId('epsilon')).toHaveText('1.00');
  await expect.poll(async () => Math.max(...(await cellValues(page)))).toBeLessThan(sharp * 0.9);
  await expect(page).toHaveURL(/eps=1\b/);
  const values = await cellValues(page);
  await page.reload();
  await expect.poll(() => cellValues(page)).toEqual(values);
});

test('gives the same numbers as a table', async ({ cleanPage: page }) => {
  await firstPicture(page);
  const [first] = await cellValues(page);
  await page.getByText('Table', { exact: true }).click();
  const cell = page.getByRole('row').nth(1).getByRole('cell').nth(1);
  await expect(cell).toHaveText(first!.toFixed(3));
});

test('names what is wrong with a dropped file and keeps what was loaded', async ({
  cleanPage: page,
}) => {
  await page.goto('./?view=data');
  await page.getByRole('button', { name: /embedded sample \(synthetic\)/ }).click();
  await expect(page.getByText(/Embedded sample \(synthetic\): 11 languages/)).toBeVisible();
  await dropFiles(page, 'section[aria-label="Own corpus"]', { 'holiday.txt': 'not a corpus' });
  await expect(page.getByRole('alert')).toContainText('Nothing new was loaded');
  await expect(page.getByRole('alert')).toContainText('holiday.txt');
  await expect(page.getByText(/Embedded sample \(synthetic\): 11 languages/)).toBeVisible();
});

test('refuses a file that is no report and says what it is', async ({ cleanPage: page }) => {
  await page.goto('./?view=gap');
  const buffer = Buffer.from('{"schema":"bench/1"}');
  await page
    .getByLabel('A report.json')
    .setInputFiles({ name: 'old.json', mimeType: 'application/json', buffer });
  await expect(page.getByRole('alert')).toContainText('old.json');
  await expect(page.getByRole('alert')).toContainText('its schema is "bench/1", wanted "study/1"');
});
