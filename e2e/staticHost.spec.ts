import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { expect, test } from './support/cleanPage';

const BASE = '/some/base/';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

let server: Server;

// A host that knows nothing of this page: no headers of isolation, no type for .mjs, files below a folder alone.
test.beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = decodeURIComponent(pathname.slice(BASE.length)) || 'index.html';
    const file = join('dist', name);
    if (!pathname.startsWith(BASE) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'Content-Type': type });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('works below any path of a plain static host, without isolation', async ({
  cleanPage: page,
}) => {
  const missing: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) missing.push(response.url());
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  await page.goto(`${origin}${BASE}`);
  await expect(page.getByTestId('heatmap').locator('rect[data-value]').first()).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await expect(page.locator('footer[data-engine=opening]')).toHaveCount(0);
  await expect(page.getByText('converged')).toBeVisible();
  // The worker, the embedded sample and the encoder's files are found, too.
  await page.getByLabel('English', { exact: true }).fill('remind me to call mum at six');
  await page.getByLabel('Translation').fill('erinnere mich um sechs Mama anzurufen');
  await page.getByRole('button', { name: 'Align', exact: true }).click();
  const drawn = page.getByTestId('heatmap').locator('text[lang=de]');
  await expect(drawn.filter({ hasText: 'Mama' }).first()).toBeVisible();
  await page.goto(`${origin}${BASE}?view=data`);
  await page.getByRole('button', { name: /embedded sample \(synthetic\)/ }).click();
  await expect(page.getByText(/Embedded sample \(synthetic\): 11 languages/)).toBeVisible();
  expect(missing).toEqual([]);
});
