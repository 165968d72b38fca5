import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { cellValues, expect, firstPicture, test } from './support/cleanPage';

test('pools by word, scales colours, draws ribbons, and the link carries it', async ({
  cleanPage: page,
}) => {
  await firstPicture(page, '?lang=fr');
  const subwords = await cellValues(page);
  await page.keyboard.press('w');
  await expect(page.getByText('By word: mass is the sum')).toBeVisible();
  const words = await cellValues(page);
  expect(words.length).toBeLessThan(subwords.length);
  await page.getByRole('combobox', { name: 'Colour scale' }).selectOption('sqrt');
  await expect(page.getByText('square-root colours')).toBeVisible();
  expect(await cellValues(page)).toEqual(words);
  await expect(page.locator('rect[data-slot=DATE_TIME]')).toHaveCount(1);
  await page.keyboard.press('s');
  await expect(page.locator('rect[data-slot]')).toHaveCount(0);

  await page.keyboard.press('r');
  const ribbons = page.getByTestId('ribbons');
  await ribbons.locator('text').first().hover();
  await expect(ribbons.locator('text[fill-opacity="0.15"]').first()).toBeVisible();
  await expect(page).toHaveURL(/as=ribbons/);
  await expect(page).toHaveURL(/unit=word/);
  await expect(page).toHaveURL(/scale=sqrt/);
});

test('pins two rows, compares them, and exports what is plotted', async ({ cleanPage: page }) => {
  await firstPicture(page, '?lang=de');
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Pinned row' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const active = (await grid.getAttribute('aria-activedescendant'))!;
  await expect(page.locator(`[id="${active}"]`)).toHaveText(/^row .+, column .+, mass \d\.\d\d$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Two rows' })).toBeVisible();
  await expect(page).toHaveURL(/pin=0&pin2=2/);
  await expect(page.getByText(/row entropy \d\.\d\d bit/)).toBeVisible();

  const [first] = await cellValues(page);
  await page.getByRole('button', { name: /Export: Alignment/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /CSV/ }).click(),
  ]);
  const [, line] = readFileSync(await download.path(), 'utf8')
    .split(/\r?\n/)
    .filter((row) => !row.startsWith('#'));
  expect(Number(line!.split(',')[1])).toBeCloseTo(first!, 3);
  await grid.focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Two rows' })).toBeHidden();
});

test('tells A from B and refuses what cannot be told', async ({ cleanPage: page }) => {
  await firstPicture(page, '?lang=de');
  await page.keyboard.press('d');
  await expect(page.getByText('A − B needs an A.')).toBeVisible();
  await page.getByRole('button', { name: 'Keep this as A' }).click();
  await expect(page.getByText('Total variation A, B')).toBeVisible();
  expect(Math.max(...(await cellValues(page)).map(Math.abs))).toBe(0);
  await page.getByRole('slider', { name: /epsilon/i }).focus();
  await page.keyboard.press('End');
  await expect
    .poll(async () => Math.max(...(await cellValues(page)).map(Math.abs)))
    .toBeGreaterThan(0.1);
  await page.getByLabel('English against').selectOption('fr');
  await expect(page.getByText('A is of another pair of sentences.')).toBeVisible();
});

test('moves less mass where that is asked for, and shows where the student would move', async ({
  cleanPage: page,
}) => {
  await firstPicture(page, '?lang=hi');
  await page.getByRole('combobox', { name: 'Mass' }).selectOption('partial');
  const mass = page.getByText('Mass', { exact: true }).last().locator('..');
  await expect(mass).toContainText('0.800');
  await page.keyboard.press('Escape');
  await page.getByText('Gradient', { exact: true }).click();
  const pulls = page.getByRole('list', { name: 'Pull on each student token' });
  await expect(pulls.getByRole('listitem').first()).toContainText('→');
  await page.getByRole('combobox', { name: 'Mass' }).selectOption('balanced');
  await page.getByRole('combobox', { name: /^Gradient/ }).selectOption('implicit');
  await expect(page).toHaveURL(/gradient=implicit/);
  await expect(pulls.getByRole('listitem').first()).toContainText('→');
});

test('aligns pairs of the loaded corpus, filtered, and judges them by gold links', async ({
  cleanPage: page,
}) => {
  await page.goto('./?view=data');
  await page.getByRole('button', { name: /embedded sample \(synthetic\)/ }).click();
  await expect(page.getByText(/Embedded sample \(synthetic\): 11 languages/)).toBeVisible();
  await page.keyboard.press('2');
  await page.getByRole('radiogroup', { name: 'Pairs from' }).getByText('Embedded sample').click();
  const pairs = page.getByRole('list', { name: 'Pairs of the corpus' });
  await expect(pairs.getByRole('button').first()).toBeVisible();
  // The list is fetched anew by each filter; what is clicked before that is another pair.
  const count = page.getByText(/^1–\d+ of \d+ pairs/);
  const all = (await count.textContent())!;
  await page.getByRole('combobox', { name: 'Intent' }).selectOption('CREATE_TIMER');
  await expect(count).not.toHaveText(all);
  const ofIntent = (await count.textContent())!;
  await page.getByLabel('Search').fill('minutes');
  await expect(count).not.toHaveText(ofIntent);
  await pairs.getByRole('button').nth(1).click();
  const text = (await pairs.getByRole('button').nth(1).locator('bdi').first().textContent())!;
  const sentences = page.getByRole('region', { name: 'Sentences' });
  await expect(sentences.locator('bdi').first()).toHaveText(new RegExp(`^${text.slice(0, 12)}`), {
    timeout: 60_000,
  });
  await expect(sentences).toContainText('CREATE_TIMER');
  await expect(page).toHaveURL(/src=corpus/);
  const second = new URL(page.url()).searchParams.get('q');
  await page.locator('h2').click();
  await page.keyboard.press(']');
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).not.toBe(second);

  await page.getByLabel('A file of gold links').setInputFiles({
    ...{ name: 'gold.txt', mimeType: 'text/plain' },
    buffer: Buffer.from('0-0 1p1\n'),
  });
  await expect(page.getByText(/^gold\.txt: AER /)).toBeVisible();
  await expect(page.locator('rect[data-gold=sure]').first()).toBeVisible();
});

test('has a picture for long texts, right-to-left scripts and a single word', async ({
  cleanPage: page,
}) => {
  await firstPicture(page);
  const align = async (english: string, foreign: string) => {
    await page.getByLabel('English', { exact: true }).fill(english);
    await page.getByLabel('Translation').fill(foreign);
    await page.getByRole('button', { name: 'Align', exact: true }).last().click();
  };
  const sentences = page.getByRole('region', { name: 'Sentences' });
  await align('wake me up at seven', 'أيقظني في الساعة السابعة');
  await expect(sentences.getByText('أيقظ').first()).toBeVisible({ timeout: 60_000 });
  const words = Array.from({ length: 260 }, (_, k) => `word${k % 7} seven`).join(' ');
  await align(words, 'sieben');
  await expect(page.getByText(/^Rows: \d+ subwords in \d+ blocks of \d/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByTestId('heatmap').locator('image')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`ribbons, pins and gradient are accessible in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 420, height: 900 });
    for (const query of ['?as=ribbons&pin=0&pin2=1', '?mode=gradient&marginals=unbalanced']) {
      await page.goto(`./${query}`);
      await expect(page.getByText('⟨P,C⟩').first()).toBeVisible();
      await expect(page.getByTestId(query.includes('as=') ? 'ribbons' : 'heatmap')).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });
