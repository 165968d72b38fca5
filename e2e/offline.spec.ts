import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { serve } from '../bench/serve.mjs';
import { expect, test } from './support/cleanPage';

/** As a person's browser: driven ones are served by the server alone. */
async function visit(context: BrowserContext, url: string): Promise<Page> {
  await context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false }),
  );
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

const cells = (page: Page) => page.getByTestId('heatmap').locator('rect[data-value]');

async function worksOffline(page: Page) {
  await expect(page.getByText('Works offline.')).toBeVisible({ timeout: 60_000 });
}

/** Moves ε and waits for an answer to it. */
async function solveLive(page: Page) {
  const loss = page.getByText('⟨P,C⟩').locator('..');
  await expect(page.getByText('converged')).toBeVisible();
  const before = await loss.textContent();
  await page.getByRole('slider', { name: /Regularisation/ }).press('End');
  await expect(loss).not.toHaveText(before!);
}

const cacheNames = (page: Page): Promise<string[]> => page.evaluate(() => caches.keys());

test('opens, draws and solves without network after one visit, isolated as before', async ({
  context,
  baseURL,
}) => {
  const page = await visit(context, baseURL!);
  await worksOffline(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await context.setOffline(true);
  await page.reload();
  await expect(cells(page).first()).toBeVisible();
  await solveLive(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  // Screens that were not looked at before are there, too, and any view's link.
  for (const [view, heading] of [
    ['data', 'Data'],
    ['gap', 'MAP gap'],
    ['train', 'Train'],
    ['runs', 'Runs'],
  ] as const) {
    await page.goto(`${baseURL}?view=${view}`);
    await expect(
      page.getByRole('heading', { level: 2, name: new RegExp(`^${heading}`) }),
    ).toBeVisible();
  }
});

test('keeps what was used once: the sample and the encoder', async ({ context, baseURL }) => {
  const page = await visit(context, `${baseURL}?view=data`);
  await worksOffline(page);
  const load = async () => {
    await page.getByRole('button', { name: /embedded sample \(synthetic\)/ }).click();
    await expect(page.getByText(/Embedded sample \(synthetic\): 11 languages/)).toBeVisible();
  };
  await load();
  await context.setOffline(true);
  await page.reload();
  await load();
});

test('a driven browser and a headless page are served by the server alone', async ({
  context,
  baseURL,
}) => {
  const driven = await context.newPage();
  await driven.goto(baseURL!);
  await expect(driven.getByText('converged')).toBeVisible();
  expect(await driven.evaluate(() => navigator.serviceWorker.getRegistration())).toBeUndefined();
  await driven.close();
  const page = await visit(context, baseURL!);
  await worksOffline(page);
  await context.setOffline(true);
  await expect(page.goto(`${baseURL}?headless`)).rejects.toThrow(/ERR_INTERNET_DISCONNECTED/);
});

test('a new version is announced, opens at a reload, and leaves nothing of the old one', async ({
  context,
}) => {
  const folder = test.info().outputPath('dist');
  cpSync('dist', folder, { recursive: true });
  const server = await serve({ root: folder });
  try {
    const page = await visit(context, server.url);
    await worksOffline(page);
    const [old] = await cacheNames(page);
    publishAnother(folder);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect(page.getByText(/^A new version of this page is there/)).toBeVisible();
    // Nothing was put under the open page.
    expect(await page.title()).toBe('Optical Bench');
    await page.reload();
    await expect(page).toHaveTitle('Optical Bench, another');
    await expect.poll(async () => (await cacheNames(page)).includes(old!)).toBe(false);
    expect(await cacheNames(page)).toHaveLength(1);
    await context.setOffline(true);
    await page.reload();
    await expect(page).toHaveTitle('Optical Bench, another');
    await solveLive(page);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
});

/** What a build of other sources changes: the page, its entry's name, the worker's list. */
function publishAnother(folder: string) {
  const at = (name: string) => join(folder, name);
  const worker = readFileSync(at('sw.js'), 'utf8');
  const entry = /assets\/index-[\w-]+\.js/.exec(worker)![0];
  const renamed = entry.replace('.js', 'x.js');
  cpSync(at(entry), at(renamed));
  const page = readFileSync(at('index.html'), 'utf8');
  writeFileSync(
    at('index.html'),
    page
      .replaceAll(entry, renamed)
      .replace('<title>Optical Bench', '<title>Optical Bench, another'),
  );
  const id = /id:[`"]([0-9a-f]{16})[`"]/.exec(worker)![1]!;
  writeFileSync(
    at('sw.js'),
    worker.replaceAll(entry, renamed).replace(id, [...id].reverse().join('')),
  );
}
