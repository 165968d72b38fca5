import AxeBuilder from '@axe-core/playwright';
import { expect, firstPicture, test } from './support/cleanPage';

test('keys change the picture, undo takes it back, and links carry it', async ({
  cleanPage: page,
}) => {
  await firstPicture(page);
  await page.keyboard.press('c');
  await expect(page.getByRole('radio', { name: 'Cost', exact: true })).toBeChecked();
  await expect(page).toHaveURL(/mode=cost/);
  await page.waitForTimeout(500); // a change that follows at once is the same step
  await page.keyboard.press('=');
  await expect(page.getByTestId('epsilon')).toHaveText('0.0625');
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('epsilon')).toHaveText('0.0500');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('radio', { name: 'Plan', exact: true })).toBeChecked();
  await expect(page).not.toHaveURL(/mode=/);
  await page.keyboard.press('Control+Shift+Z');
  await expect(page).toHaveURL(/mode=cost/);
  await page.keyboard.press(']');
  await expect(page).toHaveURL(/q=/);
});

test('screens by number and by the palette; back goes back', async ({ cleanPage: page }) => {
  await firstPicture(page);
  await page.keyboard.press('1');
  await expect(page.getByRole('heading', { level: 2 })).toContainText('Data');
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Command' }).fill('gap');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2 })).toContainText('gap');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 2 })).toContainText('Data');
});

test('help lists the keys, and single keys can be turned off for good', async ({
  cleanPage: page,
}) => {
  await firstPicture(page);
  await page.keyboard.press('Shift+?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help.getByText('Show the cost')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await help.getByRole('switch', { name: 'Shortcuts of a single key' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await expect(page.getByRole('radio', { name: 'Plan', exact: true })).toBeChecked();
  await page.reload();
  await firstPicture(page);
  await page.keyboard.press('c');
  await expect(page.getByRole('radio', { name: 'Plan', exact: true })).toBeChecked();
});

test('a link with a value that no control has says so', async ({ cleanPage: page }) => {
  await firstPicture(page, '?eps=7&mode=cost');
  await expect(page.getByText('The link’s “eps” is no value of its control')).toBeVisible();
  await expect(page.getByTestId('epsilon')).toHaveText('0.0500');
});
