// `npm run study`: drives the built page headless, so that page and command share one code path.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, launchBrowser } from './browser.mjs';
import { commit } from './commit.mjs';
import { collectFiles } from './inputs.mjs';
import { ProgressLine } from './progressLine.mjs';
import { Exit } from './say.mjs';
import { serve } from './serve.mjs';
import { parseStudyOptions, STUDY_HELP } from './studyOptions.mjs';

const EMBEDDED = /^embedded:(\w+)$/;

// Browsers key storage by origin, port included: the same port finds the vectors of earlier runs.
const PORT = 4175;
const PROFILE = join('node_modules', '.cache', 'optical-bench');

/** @param {readonly string[]} args */
export async function study(args) {
  const options = parseStudyOptions(args);
  if (options.help) {
    process.stdout.write(`${STUDY_HELP}\n`);
    return;
  }
  const corpus = collectFiles('--mtop', options.mtop);
  const embedded = options.bitext.flatMap((path) => EMBEDDED.exec(path)?.[1] ?? []);
  const bitext = collectFiles(
    '--bitext',
    options.bitext.filter((path) => !EMBEDDED.test(path)),
  );
  const files = [...corpus, ...bitext];
  const inputs = files.map(({ file }) => file);
  const server = await serve({ root: 'dist', inputs, port: PORT }).catch(() =>
    serve({ root: 'dist', inputs }),
  );
  const link = ({ path }, number) => ({ path, url: `${server.url}input/${number}` });
  const links = files.map(link);
  const request = {
    config: options.config,
    corpus: links.slice(0, corpus.length),
    bitext: links.slice(corpus.length),
    embeddedBitext: embedded,
    env: { commit: commit(), node: process.versions.node },
  };
  try {
    const { report, html, text } = await runInPage(server.url, request, options.gpu);
    mkdirSync(options.out, { recursive: true });
    const json = join(options.out, 'report.json');
    writeFileSync(json, `${JSON.stringify(report, null, 1)}\n`);
    writeFileSync(join(options.out, 'report.html'), html);
    process.stdout.write(
      `${text}\nreport.json  ${json}\nreport.html  ${join(options.out, 'report.html')}\n`,
    );
  } finally {
    await server.close();
  }
}

async function runInPage(url, request, gpu) {
  const browser = await launchBrowser(await findBrowser(), gpu, PROFILE);
  const line = new ProgressLine();
  let stopped = false;
  const stop = () => {
    stopped = true;
    void browser.close();
  };
  process.once('SIGINT', stop);
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => line.line(`page: ${error.message}`));
    page.on('crash', () => line.line('page: the browser tab crashed, probably out of memory'));
    if (process.env.V) page.on('console', (message) => line.line(`page: ${message.text()}`));
    await page.exposeFunction('opticalBenchEvent', (event) => line.show(event));
    await page.goto(`${url}?headless`);
    await page.waitForFunction('window.opticalBench !== undefined');
    const answer = await page.evaluate((job) => window.opticalBench.runStudy(job), {
      ...request,
      env: { ...request.env, browser: await browserName(page) },
    });
    if (answer.error) throw new Exit(answer.error.noGpu ? 3 : 2, answer.error.message);
    return answer;
  } catch (error) {
    throw stopped ? new Exit(130, 'Stopped.') : error;
  } finally {
    line.end();
    process.removeListener('SIGINT', stop);
    await browser.close();
  }
}

/** Name and full version, e.g. `Chromium 156.0.8078.79`. */
async function browserName(page) {
  return page.evaluate(async () => {
    const agent = navigator.userAgentData;
    const { fullVersionList = [] } = (await agent?.getHighEntropyValues(['fullVersionList'])) ?? {};
    const brand = fullVersionList.find((entry) => !/not.*brand/i.test(entry.brand));
    return brand ? `${brand.brand} ${brand.version}` : navigator.userAgent;
  });
}
