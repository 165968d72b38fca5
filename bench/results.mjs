// `npm run results`: runs the studies of a folder through the same page as `npm run study`, writes docs/results.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commit } from './commit.mjs';
import { answered, drivePage } from './drivePage.mjs';
import { collectFiles } from './inputs.mjs';
import { ProgressLine } from './progressLine.mjs';
import { renderResults } from './resultsDoc.mjs';
import { parseResultsOptions, RESULTS_HELP, readStudies } from './resultsOptions.mjs';
import { Exit, say } from './say.mjs';
import { browserName } from './study.mjs';

// Where `npm run study` keeps its vectors, too.
const PORT = 4175;
const PROFILE = join('node_modules', '.cache', 'optical-bench');

/** @param {readonly string[]} args */
export async function results(args) {
  const options = parseResultsOptions(args);
  if (options.help) {
    process.stdout.write(`${RESULTS_HELP}\n`);
    return;
  }
  const studies = readStudies(options.folder, options.names, options.trial).filter((study) => {
    const lacks = study.bitext.includes('ntrex') && options.ntrex.length === 0;
    if (lacks) say(`${study.name}: left out, it wants --ntrex`);
    return !lacks;
  });
  const open = studies.filter(({ name }) => !(options.keep && existsSync(reportOf(options, name))));
  if (open.length > 0) await runStudies(open, options);
  const parts = studies.map((study) => ({
    ...study,
    report: JSON.parse(readFileSync(reportOf(options, study.name), 'utf8')),
    markdown: readFileSync(join(options.out, study.name, 'report.md'), 'utf8'),
  }));
  mkdirSync(dirname(options.doc), { recursive: true });
  writeFileSync(
    options.doc,
    renderResults(parts, { date: new Date().toISOString().slice(0, 10), trial: options.trial }),
  );
  process.stdout.write(`${options.doc}\n`);
}

function reportOf({ out }, name) {
  return join(out, name, 'report.json');
}

/** Several pages of one browser, each with a study at a time; one that fails does not stop the others. */
async function runStudies(studies, options) {
  if (options.mtop.length === 0)
    throw new Exit(64, `--mtop: expected the path of MTOP\n\n${RESULTS_HELP}`);
  const corpus = collectFiles('--mtop', options.mtop);
  const ntrex = collectFiles('--ntrex', options.ntrex);
  const files = [...corpus, ...ntrex];
  const inputs = files.map(({ file }) => file);
  const place = {
    inputs,
    gpu: options.gpu,
    line: new ProgressLine(),
    port: PORT,
    profile: PROFILE,
  };
  const failures = [];
  await drivePage(place, async (first, urls, openPage) => {
    const env = {
      commit: commit(),
      node: process.versions.node,
      browser: await browserName(first),
    };
    const links = files.map(({ path }, number) => ({ path, url: urls[number] }));
    const jobOf = ({ config, bitext }) => ({
      config,
      corpus: links.slice(0, corpus.length),
      bitext: bitext.includes('ntrex') ? links.slice(corpus.length) : [],
      embeddedBitext: bitext.flatMap((name) => /^embedded:(\w+)$/.exec(name)?.[1] ?? []),
      env,
    });
    const waiting = [...studies];
    const work = async () => {
      for (let study = waiting.shift(); study; study = waiting.shift()) {
        try {
          // A page of its own: what one study leaves in memory is not there for the next.
          const page = await openPage(named(study.name));
          const job = jobOf(study);
          const ask = page.evaluate((asked) => window.opticalBench.runStudy(asked), job);
          save(options, study.name, answered(await ask));
          await page.close();
        } catch (error) {
          failures.push(study.name);
          say(`${study.name}: ${error.message}`);
        }
      }
    };
    await Promise.all(Array.from({ length: options.jobs }, work));
  });
  if (failures.length > 0)
    throw new Exit(2, `Failed: ${failures.join(', ')}; run again with --keep once that is mended.`);
}

/** A progress line that says whose progress it is. */
function named(name) {
  const line = new ProgressLine();
  const rewrite = line.rewrite.bind(line);
  line.rewrite = (text) => rewrite(`${name}  ${text}`);
  return line;
}

function save(options, name, { report, html, text, markdown }) {
  const folder = join(options.out, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.html'), html);
  writeFileSync(join(folder, 'report.txt'), text);
  writeFileSync(join(folder, 'report.md'), markdown);
  // Last: --keep takes its presence for a whole result.
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
}
