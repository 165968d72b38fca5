import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { dropFiles, expect, test } from './support/cleanPage';

const shelf = (page: Page) => page.getByRole('region', { name: 'Kept in this browser' });
const shards = (page: Page) => shelf(page).getByRole('listitem');

/** A row of MTOP with a slot. */
function mtopRow(id: number, text: string, locale: string) {
  const [first = ''] = text.split(' ');
  const parse = `[IN:GET_WEATHER [SL:LOCATION ${first} ] ${text.slice(first.length + 1)} ]`;
  const slots = `0:${first.length}:SL:LOCATION`;
  const tokens = text.split(' ');
  let at = 0;
  const spans = tokens.map((token) => {
    const span = { start: at, length: token.length };
    at += token.length + 1;
    return span;
  });
  const json = JSON.stringify({ tokens, tokenSpans: spans });
  return [id, 'IN:GET_WEATHER', slots, text, 'weather', locale, parse, json].join('\t');
}

async function loadSample(page: Page) {
  await page.goto('./?view=data');
  await page.getByRole('button', { name: /embedded sample \(synthetic\)/ }).click();
  await expect(page.getByText(/Embedded sample \(synthetic\): 11 languages/)).toBeVisible();
}

async function keep(page: Page) {
  await page.getByRole('button', { name: 'Keep in this browser' }).click();
  await expect(shelf(page).getByText(/kept in this browser\./)).toBeVisible();
}

/** Names of the files below the store's folder. */
function stored(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('corpora', { create: true });
    const names: string[] = [];
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
      names.push(name);
    return names;
  });
}

/** Writes a file below the store's folder, as a crash or a failing disk would leave it. */
function put(page: Page, name: string, text: string): Promise<void> {
  return page.evaluate(
    async ([file, content]) => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('corpora', { create: true });
      const writer = await (await folder.getFileHandle(file!, { create: true })).createWritable();
      await writer.write(content!);
      await writer.close();
    },
    [name, text],
  );
}

test('keeps a corpus over a reload, opens the same rows, and deletes it', async ({
  cleanPage: page,
}) => {
  await loadSample(page);
  await keep(page);
  const [hash] = await stored(page);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  await page.getByText('Rows', { exact: true }).click();
  const table = page.getByRole('region', { name: 'Rows of train' });
  const row = await table.getByRole('row').nth(5).textContent();

  await page.reload();
  await expect(shards(page)).toHaveCount(1);
  await expect(shards(page)).toContainText(hash!.slice(0, 12));
  await expect(shards(page)).toContainText('licence: not stated');
  await page.getByRole('button', { name: 'Open Embedded sample alone' }).click();
  await expect(page.getByText(/Embedded sample \(synthetic\): 11 languages/)).toBeVisible();
  await page.getByText('Rows', { exact: true }).click();
  await expect(table.getByRole('row').nth(5)).toHaveText(row!);
  // What was opened has the hash of what was kept: the rows are the same to the last byte.
  await keep(page);
  expect(await stored(page)).toEqual([hash]);

  await page.getByRole('button', { name: 'Delete Embedded sample' }).click();
  await shelf(page).getByRole('button', { name: 'Keep it' }).click();
  await expect(shards(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Delete Embedded sample' }).click();
  await shelf(page)
    .getByRole('button', { name: /^Delete \d/ })
    .click();
  await expect(shelf(page).getByText(/is deleted; .* are free again/)).toBeVisible();
  await expect(shards(page)).toHaveCount(0);
  expect(await stored(page)).toEqual([]);
});

test('stores nothing when the quota is spent, and says so', async ({ cleanPage: page }) => {
  await loadSample(page);
  const session = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 500_000 });
  await page.getByRole('button', { name: 'Keep in this browser' }).click();
  await expect(page.getByRole('alert')).toContainText('Embedded sample does not fit');
  await expect(page.getByRole('alert')).toContainText('nothing was stored');
  expect(await stored(page)).toEqual([]);
  await expect(shards(page)).toHaveCount(0);
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await keep(page);
  await expect(shards(page)).toHaveCount(1);
});

test('sweeps what a crash left and never opens a damaged shard', async ({ cleanPage: page }) => {
  await loadSample(page);
  await keep(page);
  const [hash] = await stored(page);
  const size = await page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('corpora');
    return (await (await folder.getFileHandle(name!)).getFile()).size;
  }, hash);
  await put(page, 'draft-1', 'half a sha');
  await put(page, hash!, 'x'.repeat(size));
  await page.reload();
  await expect(shards(page)).toHaveCount(1);
  expect(await stored(page)).toEqual([hash]);
  await page.getByRole('button', { name: 'Open Embedded sample alone' }).click();
  await expect(page.getByRole('alert')).toContainText('Embedded sample is damaged');
  await expect(page.getByText(/Nothing is loaded yet/)).toBeVisible();
  expect(await stored(page)).toEqual([`damaged-${hash}`]);
  await page.reload();
  await expect(shards(page)).toContainText('Damaged: its SHA-256 is');
});

test('shows one store to two tabs', async ({ cleanPage: page, context }) => {
  await loadSample(page);
  await keep(page);
  const other = await context.newPage();
  await other.goto('./?view=data');
  await expect(shards(other)).toHaveCount(1);
  await other.getByRole('button', { name: 'Delete Embedded sample' }).click();
  await shelf(other)
    .getByRole('button', { name: /^Delete \d/ })
    .click();
  await expect(shards(other)).toHaveCount(0);
  await page.bringToFront();
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await expect(shards(page)).toHaveCount(0);
});

test('keeps rows in the database where there is no file system', async ({ cleanPage: page }) => {
  await page.route(/assets\/engine-.*\.js$/, async (route) => {
    const reply = await route.fetch();
    const body = `delete StorageManager.prototype.getDirectory;\n${await reply.text()}`;
    await route.fulfill({ response: reply, body });
  });
  await loadSample(page);
  await keep(page);
  await expect(shelf(page).getByText('in this page’s database')).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Open Embedded sample alone' }).click();
  await expect(page.getByText(/Embedded sample \(synthetic\): 11 languages/)).toBeVisible();
});

test('finds rows, shows one in full, and reaches the last of 100,000', async ({
  cleanPage: page,
}) => {
  await loadSample(page);
  const lines = (word: string) =>
    Array.from({ length: 100_000 }, (_, k) => `${word} ${k + 1}`).join('\n');
  await dropFiles(page, 'section[aria-label="Own bitext (optional)"]', {
    'big.en-ar.en': lines('alarm'),
    'big.en-ar.ar': lines('\u202eمنبه'),
  });
  await expect(page.getByText(/113.112 rows read/)).toBeVisible();
  await page.getByText('Rows', { exact: true }).click();
  await page.getByLabel('Language', { exact: true }).selectOption('th');
  await page.getByLabel('Search', { exact: true }).fill('get_weather');
  const status = page.getByRole('status').filter({ hasText: /of 9.240 rows/ });
  await expect(status).not.toHaveText(/^9.240/);
  await expect(page.locator('td bdi[lang=th]').first()).toBeVisible();

  await page.getByLabel('Search', { exact: true }).fill('');
  await page
    .getByLabel('Table', { exact: true })
    .selectOption({ label: 'bitext big.en-ar (100\u202f000)' });
  const table = page.getByRole('region', { name: 'Rows of bitext big.en-ar' });
  await table.getByRole('button', { name: 'Row 1 in full' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const detail = page.getByRole('region', { name: 'The chosen row in full' });
  await expect(detail).toContainText('منبه 2');
  await expect(detail.getByText('RLO')).toBeVisible();
  await expect(detail.locator('bdi[lang=ar][dir=auto]')).toBeVisible();
  await table.focus();
  await page.keyboard.press('End');
  await expect(table.getByText('alarm 100000')).toBeVisible();
  // A few screens of rows are in the page, not all of them.
  expect(await table.getByRole('row').count()).toBeLessThan(60);
});

test('lists problems by file and line, and gives them away safely', async ({ cleanPage: page }) => {
  await page.goto('./?view=data');
  await dropFiles(page, 'section[aria-label="Own corpus"]', {
    'en/test.txt': [1, 2].map((id) => mtopRow(id, 'Paris rain today', 'en_XX')).join('\n'),
    'de/test.txt': [1, 1, 2].map((id) => mtopRow(id, 'Paris Regen heute', 'fr_XX')).join('\n'),
    '=1+1.md': 'about',
  });
  await expect(
    page.getByText(/4 rows read from 2 files, 1 left out, \d+ problems listed/),
  ).toBeVisible();
  await page.getByText(/^Problems \(\d/).click();
  const list = page.getByRole('region', { name: 'Problems' });
  await expect(list).toContainText('de/test.txt:2');
  await page.getByLabel('Search problems').fill('already');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.getByLabel('Search problems').fill('');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  const csv = readFileSync(await (await download).path(), 'utf8');
  expect(csv).toContain('\n"\'=1+1.md",0,,');
  expect(csv).toContain('de/test.txt,2,id,');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`loaded data has no accessibility violation in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await loadSample(page);
    await keep(page);
    await page.getByText('A ranking collection, or').click();
    await page.getByRole('button', { name: 'Delete Embedded sample' }).click();
    for (const tab of ['Counts', 'Rows', 'Statistics', 'Files']) {
      await page.getByText(tab, { exact: true }).click();
      if (tab === 'Rows') await page.getByRole('button', { name: 'Row 3 in full' }).click();
      if (tab === 'Statistics')
        await expect(page.getByRole('region', { name: 'Statistics by language' })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    }
  });
