// The measurements of `npm run bench -- ui`, each on a page of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { Exit } from './say.mjs';
import { bundleOf, longRun, manyQueries } from './uiFixtures.mjs';
import { probePage, scrollRates } from './uiProbe.mjs';
import { initialScripts, scriptsOf, weigh } from './uiScripts.mjs';

const PATIENCE = 60_000; // milliseconds
/** What an idle page may still load after its engine is there. */
const IDLE = 1500;
/** Each is one token of the embedded encoder. */
const WORDS = 'one two three four'.split(' ');
const FOREIGN = 'eins zwei drei vier'.split(' ');
/** Looks at a picture that is not as wanted before it is taken for the last one. */
const STILL = 100;
const HEATMAP = '[data-testid=heatmap]';

/**
 * @param {{
 *   launch: () => Promise<import('playwright-core').BrowserContext>,
 *   url: string,
 *   counts: { cold: number, inputs: number, moves: number, toggles: number, seconds: number },
 *   say: (line: string) => void,
 * }} given
 * @returns what was measured by the names of the targets, the environment, and the scripts
 */
export async function measureUi({ launch, url, counts, say }) {
  const measured = {};
  say(`${counts.cold} cold starts …`);
  const cold = await coldStarts(launch, url, counts.cold);
  measured['first-picture'] = { samples: cold.pictures };
  measured.live = { samples: cold.lives };
  const initial = weigh(initialScripts('dist'), 'dist');
  measured['initial-js'] = { samples: [initial.reduce((sum, one) => sum + one.kilobytes, 0)] };
  const browser = await launch();
  try {
    say('ε slider and hover …');
    Object.assign(measured, await alignMeasures(browser, url, counts));
    say('curves of 20,000 steps …');
    measured.curves = await reasoned(() => curves(browser, url, counts.toggles));
    say('table of 100,000 queries …');
    measured.scroll = await reasoned(() => scroll(browser, url, counts.seconds));
  } finally {
    await browser.close();
  }
  return { measured, env: cold.env, scripts: { ...cold.scripts, initial } };
}

/** A measurement that could not be made is a miss with its reason, and keeps no other from being made. */
async function reasoned(measure) {
  try {
    return await measure();
  } catch (error) {
    return { samples: [], note: error.message.split('\n')[0] };
  }
}

async function coldStarts(launch, url, count) {
  const [pictures, lives] = [[], []];
  let [scripts, env] = [];
  for (let k = 0; k < count; k++) {
    const browser = await launch();
    try {
      const page = await openPage(browser, url);
      pictures.push(await moment(page, 'firstPicture'));
      lives.push(await moment(page, 'live'));
      scripts ??= await loadedScripts(page, url);
      env ??= await environment(page, browser);
    } finally {
      await browser.close();
    }
  }
  return { pictures, lives, scripts, env };
}

async function openPage(browser, url) {
  const page = await browser.newPage();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.addInitScript(probePage);
  await page.goto(url);
  return page;
}

/** A moment of the probe, milliseconds after navigation. */
async function moment(page, name) {
  const read = () => page.evaluate((wanted) => window.uiProbe[wanted], name);
  return until(read, `${name} did not come`);
}

/** Asks until there is an answer: Playwright's own polling would need eval, which the page's CSP refuses. */
async function until(ask, otherwise) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Exit(2, `${otherwise} within a minute.`);
    await sleep(50);
  }
}

async function loadedScripts(page, url) {
  await sleep(IDLE);
  const loaded = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  );
  const workers = page.workers().map((worker) => worker.url());
  const found = scriptsOf(loaded, workers, url);
  return { page: weigh(found.page, 'dist'), workers: weigh(found.workers, 'dist') };
}

async function environment(page, browser) {
  const adapter = await page.evaluate(async () => {
    const info = (await navigator.gpu?.requestAdapter())?.info;
    return info
      ? [info.vendor, info.architecture, info.description].filter(Boolean).join(' ')
      : null;
  });
  return { browser: `Chromium ${browser.browser()?.version() ?? (await version(page))}`, adapter };
}

function version(page) {
  return page.evaluate(() => /Chrom\w*\/([\d.]+)/.exec(navigator.userAgent)?.[1] ?? 'unknown');
}

async function alignMeasures(browser, url, { inputs, moves }) {
  const page = await openPage(browser, url);
  await moment(page, 'live');
  const epsilon = await reasoned(async () => {
    await alignPair(page, 32);
    return { samples: await slide(page, inputs) };
  });
  const hover = await reasoned(async () => {
    await alignPair(page, 64);
    return { samples: await hoverOver(page, moves) };
  });
  await page.close();
  return { epsilon, hover };
}

/** Aligns a pair of so many tokens on each side, adding or taking words until the tokens are as many. */
async function alignPair(page, size) {
  let [english, foreign] = [size, size];
  for (let trial = 0; trial < 12; trial++) {
    await page.getByLabel('English', { exact: true }).fill(sentence(WORDS, english));
    await page.getByLabel('Translation').fill(sentence(FOREIGN, foreign));
    await page.getByRole('button', { name: 'Align', exact: true }).click();
    const shape = await settled(page, size);
    if (shape.rows === size && shape.columns === size) return;
    english = Math.max(1, english + size - shape.rows);
    foreign = Math.max(1, foreign + size - shape.columns);
  }
  throw new Error(`no pair of ${size} by ${size} tokens was found`);
}

function sentence(words, count) {
  return Array.from({ length: count }, (_, k) => words[k % words.length]).join(' ');
}

/** Rows and columns of the heatmap once they are as wanted, or stand still for some seconds. */
async function settled(page, size) {
  let last = '';
  let still = 0;
  return until(async () => {
    const shape = await page.evaluate(() => {
      const label = document.querySelector('[aria-label*=" rows by "]')?.ariaLabel ?? '';
      const [, rows, columns] = /(\d+) [\w ]*rows by (\d+) columns/.exec(label) ?? [];
      const busy = document.querySelector('form [type=submit]')?.disabled ?? false;
      return { rows: Number(rows), columns: Number(columns), busy };
    });
    const now = JSON.stringify(shape);
    still = now === last && !shape.busy ? still + 1 : 0;
    last = now;
    const wanted = shape.rows === size && shape.columns === size;
    return still > (wanted ? 8 : STILL) && shape;
  }, 'The alignment did not settle');
}

async function slide(page, count) {
  const slider = page.getByRole('slider', { name: /epsilon/i });
  await slider.focus();
  await page.keyboard.press('Home');
  await sleep(500);
  return samplesOf(count, async () => {
    const probe = await armed(page, 'keydown', HEATMAP, 'paint');
    await page.keyboard.press('ArrowRight');
    return probe.time();
  });
}

async function hoverOver(page, count) {
  const box = await page.getByTestId('heatmap-plot').boundingBox();
  await page.getByTestId('heatmap-plot').scrollIntoViewIfNeeded();
  const [w, h] = [box.width / 64, box.height / 64];
  const inside = await page.getByTestId('heatmap-plot').boundingBox();
  const at = (k) => [inside.x + (2.5 + (k % 60)) * w, inside.y + (2.5 + (k % 20)) * h];
  await page.mouse.move(...at(0));
  return samplesOf(count, async (k) => {
    const probe = await armed(page, 'pointermove', HEATMAP, 'change');
    await page.mouse.move(...at(k + 1));
    return probe.time();
  });
}

async function curves(browser, url, count) {
  const page = await openPage(browser, `${url}?view=runs`);
  await openRuns(page, [await bundleOf(longRun(1)), await bundleOf(longRun(2))]);
  const pin = page.getByRole('button', { name: 'seed 1 as run B' });
  const chart = '[aria-label="Training curves"]';
  await pin.click();
  await sleep(1000);
  const samples = await samplesOf(count, async () => {
    const probe = await armed(page, 'click', chart, 'paint');
    await pin.click();
    const time = await probe.time();
    await sleep(300);
    return time;
  });
  await page.close();
  return { samples };
}

/** Opens bundles on the screen Runs; waits until each is listed. */
async function openRuns(page, bundles) {
  for (const [k, buffer] of bundles.entries()) {
    await page
      .getByLabel('Open runs: files')
      .setInputFiles({ name: `run${k}.zip`, mimeType: 'application/zip', buffer });
    const rows = page.getByRole('region', { name: 'Runs', exact: true }).getByRole('row');
    await until(async () => (await rows.count()) > k + 1, 'The run was not listed');
  }
}

async function scroll(browser, url, seconds) {
  const page = await openPage(browser, `${url}?view=runs`);
  await openRuns(page, [await bundleOf(longRun(3), manyQueries(3))]);
  await page.locator('nav a[href*="view=gap"]').click();
  const table = page.getByRole('region', { name: 'Table of queries' });
  await table.waitFor({ timeout: PATIENCE });
  await table.scrollIntoViewIfNeeded();
  const rows = await table.locator('table').getAttribute('aria-rowcount');
  await sleep(1000);
  const { rates, blank } = await table.evaluate(scrollRates, seconds);
  await page.close();
  return { samples: rates, note: `${Number(rows) - 1} rows, ${blank} frames without a row` };
}

/** Starts listening in the page; `time` is what it measured. */
async function armed(page, event, selector, end) {
  const handle = await page.evaluateHandle(
    ([name, place, last]) => ({ answer: window.uiProbe.arm(name, place, last) }),
    [event, selector, end],
  );
  return { time: () => handle.evaluate((held) => held.answer) };
}

/** As many samples as asked for; inputs that changed nothing are not counted. */
async function samplesOf(count, sample) {
  const samples = [];
  for (let k = 0; samples.length < count && k < 2 * count; k++) {
    const time = await sample(k);
    if (time !== null) samples.push(time);
  }
  return samples;
}
