import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { bundleOf, longRun, manyQueries } from '../bench/uiFixtures.mjs';
import { expect, firstPicture, test } from './support/cleanPage';

const THEMES = ['light', 'dark'] as const;
const WIDTHS = [1440, 1000, 420] as const;
const SCREENS = ['data', 'align', 'train', 'gap', 'runs'] as const;
const LANGUAGES = ['de', 'es', 'fr', 'hi', 'th', 'sw', 'so', 'tl', 'mr', 'fi', 'en'] as const;

/** A picture of the whole screen, kept as the test's attachment. */
async function picture(page: Page, name: string) {
  const path = `test-results/screens/${name}.png`;
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  await test.info().attach(name, { path, contentType: 'image/png' });
}

/** No part of a screen may be reached by scrolling sideways alone. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

async function go(page: Page, screen: (typeof SCREENS)[number]) {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(screen, 'i') })
    .click();
  await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  await expect(page.locator('main [aria-busy=true]')).toHaveCount(0);
}

/** The sample corpus is loaded, two runs are there and pinned. */
async function withContent(page: Page) {
  await page.goto('./?view=data');
  await page.getByRole('button', { name: /embedded sample \(synthetic\)/ }).click();
  await expect(page.getByText(/Embedded sample \(synthetic\): 11 languages/)).toBeVisible();
  await go(page, 'runs');
  for (const seed of [2, 1]) {
    const buffer = await bundleOf(longRun(seed, 400), manyQueries(seed, 40));
    const file = { name: `run${seed}.zip`, mimeType: 'application/zip', buffer };
    await page.getByLabel('Open runs: files').setInputFiles(file);
    await expect(page.getByRole('button', { name: `seed ${seed} as run A` })).toBeVisible();
  }
  await page.getByRole('button', { name: 'seed 2 as run B' }).click();
}

for (const colorScheme of THEMES)
  test(`every screen with content, ${colorScheme}: accessible, and fits three widths`, async ({
    cleanPage: page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await withContent(page);
    for (const screen of SCREENS) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await go(page, screen);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(150); // charts follow the width one frame later
        await picture(page, `${screen}-${colorScheme}-${width}`);
        expect.soft(await overflow(page), `${screen} at ${width} px`).toBeLessThanOrEqual(0);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
      expect.soft(found, `${screen}, ${colorScheme}`).toEqual([]);
    }
  });

for (const colorScheme of THEMES)
  test(`every screen without content, ${colorScheme}, has no accessibility violation`, async ({
    cleanPage: page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await firstPicture(page);
    for (const screen of SCREENS) {
      await go(page, screen);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
      expect.soft(found, screen).toEqual([]);
    }
  });

test('the scripts of all eleven languages are drawn', async ({ cleanPage: page }) => {
  await page.setViewportSize({ width: 1000, height: 900 });
  await firstPicture(page);
  for (const language of LANGUAGES) {
    await page.getByLabel(/against/).selectOption(language);
    const drawn = page.getByTestId('heatmap').locator(`text[lang=${language}]`);
    await expect(drawn.first()).toBeVisible();
    await picture(page, `align-${language}`);
  }
});

test('the picture of the README is of the present page', async ({ cleanPage: page }) => {
  await page.setViewportSize({ width: 1440, height: 1080 });
  await firstPicture(page);
  await expect(page.getByText('Opening the GPU…')).toBeHidden();
  await expect(page.getByText('converged')).toBeVisible();
  // cp test-results/screens/readme.png docs/images/align.png
  await page.screenshot({ path: 'test-results/screens/readme.png', animations: 'disabled' });
});
