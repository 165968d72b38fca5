// What the headless commands share: a browser with the built page in it, closed whatever happens.
import { setTimeout as sleep } from 'node:timers/promises';
import { findBrowser, launchBrowser } from './browser.mjs';
import { Exit, say } from './say.mjs';
import { serve } from './serve.mjs';

const OPENING = 60_000; // milliseconds
/** A study that was stopped may take so long to finish its step and to keep its state; milliseconds. */
const STOPPING = 60_000;

/** @typedef {(line?: import('./progressLine.mjs').ProgressLine) => Promise<import('playwright-core').Page>} Open */

/**
 * Serves `dist/` with input files, opens it headless and lets `work` drive it.
 *
 * @template Answer
 * @param {{
 *   inputs: readonly string[],
 *   outputs?: Readonly<Record<string, string>>,
 *   gpu: string,
 *   line: import('./progressLine.mjs').ProgressLine,
 *   port?: number,
 *   profile?: string,
 * }} options inputs are file paths, `outputs` are the folders for files that the page writes; `line` shows the page's events and mishaps; `port`, where it is free, and `profile`
 *   keep what the browser stores
 * @param {(page: import('playwright-core').Page, inputUrls: readonly string[], open: Open, outputUrl?: string) =>
 *   Promise<Answer>} work gets a page, and with `open(line)` as many more as it wants
 * @returns {Promise<Answer>}
 * @throws {Exit} 130 where the user stopped it (SIGINT): studies keep their states first, a second SIGINT ends at once
 */
export async function drivePage({ inputs, outputs, gpu, line, port, profile }, work) {
  const server = await serve({ root: 'dist', inputs, outputs, port }).catch(() => {
    if (profile)
      say(`Port ${port} is taken: what earlier runs stored, checkpoints and vectors, is not seen.`);
    return serve({ root: 'dist', inputs, outputs });
  });
  let stopped = false;
  let browser;
  const stop = () => {
    const again = stopped;
    stopped = true;
    const ready = again || !browser ? Promise.resolve() : stopPages(browser);
    void ready.finally(() => browser?.close());
  };
  process.on('SIGINT', stop);
  try {
    browser = await launchBrowser(await findBrowser(), gpu, profile);
    if (stopped) throw new Error('stopped before the page was opened');
    const open = (own = line) => openPage(browser, server.url, own);
    return await work(
      await open(),
      inputs.map((_, number) => `${server.url}input/${number}`),
      open,
      server.outputUrl,
    );
  } catch (error) {
    throw stopped ? new Exit(130, 'Stopped.') : error;
  } finally {
    line.end();
    process.removeListener('SIGINT', stop);
    await browser?.close();
    await server.close();
  }
}

/** Lets studies keep their states, so that the next run goes on at this very step; not for ever. */
async function stopPages(browser) {
  say('Stopping; press Ctrl-C again to end at once.');
  const asked = browser.pages().map((page) => page.evaluate(() => window.opticalBench?.cancel()));
  await Promise.race([Promise.allSettled(asked), sleep(STOPPING, undefined, { ref: false })]);
}

/** A page with the engine in a worker of its own, ready to be asked; `line` hears its events and mishaps. */
async function openPage(browser, url, line) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => line.line(`page: ${error.message}`));
  page.on('crash', () => line.line('page: the browser tab crashed, probably out of memory'));
  if (process.env.V) page.on('console', (message) => line.line(`page: ${message.text()}`));
  await page.exposeFunction('opticalBenchEvent', (event) => line.show(event));
  await page.goto(`${url}?headless`);
  await opened(page);
  return page;
}

/** Asks until the page is ready: its own polling would need eval, which the page's CSP refuses. */
async function opened(page) {
  const end = Date.now() + OPENING;
  while (!(await page.evaluate(() => window.opticalBench !== undefined))) {
    if (Date.now() > end) throw new Exit(2, 'The page did not open within a minute.');
    await sleep(50);
  }
}

/** What the page answered. @throws {Exit} 3 without the GPU that was needed, else 2, with the page's message */
export function answered(answer) {
  if (answer.error) throw new Exit(answer.error.noGpu ? 3 : 2, answer.error.message);
  return answer;
}
