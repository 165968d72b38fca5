import { test as base, expect as baseExpect, type Page } from '@playwright/test';

/** A page whose test fails when anything is logged as an error, thrown, or refused by the CSP. */
export const test = base.extend<{ cleanPage: Page }>({
  cleanPage: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(`thrown: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(`logged: ${message.text()}`);
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI}`);
      });
    });
    await use(page);
    expect(errors).toEqual([]);
  },
});

/** Patient: the tests share two cores with a software GPU. */
export const expect = baseExpect.configure({ timeout: 20_000 });

/** The heatmap's cells, once the first alignment is drawn. */
export async function firstPicture(page: Page, query = '') {
  await page.goto(`./${query}`);
  const cells = page.getByTestId('heatmap').locator('rect[data-value]');
  await expect(cells.first()).toBeVisible();
  return cells;
}

/** All values of the heatmap, row by row. */
export function cellValues(page: Page): Promise<number[]> {
  return page
    .getByTestId('heatmap')
    .locator('rect[data-value]')
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));
}

/** Drops files, given as text, on an element. */
export async function dropFiles(page: Page, selector: string, files: Record<string, string>) {
  const transfer = await page.evaluateHandle((contents) => {
    const data = new DataTransfer();
    for (const [name, text] of Object.entries(contents)) data.items.add(new File([text], name));
    return data;
  }, files);
  await page.dispatchEvent(selector, 'drop', { dataTransfer: transfer });
}
