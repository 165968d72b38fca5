// `npm run results`: runs the studies of a folder through the same page as `npm run study`, writes docs/results.md.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { browserPlace } from './browserPlace.mjs';
import { commit } from './commit.mjs';
import { answered, drivePage } from './drivePage.mjs';
import { collectFiles } from './inputs.mjs';
import { ProgressLine } from './progressLine.mjs';
import { renderIndex, renderStudy } from './resultsDoc.mjs';
import { parseResultsOptions, RESULTS_HELP, readStudies } from './resultsOptions.mjs';
import { Exit, say } from './say.mjs';
import { browserName } from './study.mjs';

// Where `npm run study` keeps its vectors, too.
/** @param {readonly string[]} args */
export async function results(args) {
  const options = parseResultsOptions(args);
  if (options.help) {
    process.stdout.write(`${RESULTS_HELP}\n`);
    return;
  }
  if (options.mtop.length + options.ntrex.length === 0)
    throw new Exit(64, `expected --mtop PATH, --ntrex PATH or both\n\n${RESULTS_HELP}`);
  const studies = readStudies(options.folder, options.names, options.trial).filter((study) => {
    const lacks = wants(study).filter((corpus) => options[corpus].length === 0);
    if (lacks.length > 0) say(`${study.name}: left out, it wants --${lacks.join(' and --')}`);
    return lacks.length === 0;
  });
  const open = studies.filter(({ name }) => !(options.keep && existsSync(reportOf(options, name))));
  if (open.length > 0) await runStudies(open, options);
  writePages(studies, options);
  process.stdout.write(`${options.doc}\n`);
}

/** The data that a study reads: its corpus, and NTREX where that is its bitext. */
function wants({ corpus, bitext }) {
  return [...new Set([corpus, ...bitext.filter((name) => name === 'ntrex')])];
}

/** A page a study, and the index over all that were ever run and are still in the folder. */
function writePages(studies, { doc, out, folder, trial }) {
  const pages = join(dirname(doc), 'results');
  mkdirSync(pages, { recursive: true });
  for (const study of studies) {
    const report = JSON.parse(readFileSync(join(out, study.name, 'report.json'), 'utf8'));
    const markdown = readFileSync(join(out, study.name, 'report.md'), 'utf8');
    const date = statSync(join(out, study.name, 'report.json'))
      .mtime.toISOString()
      .slice(0, 10);
    const { page, summary } = renderStudy({ ...study, report, markdown }, { date, trial });
    writeFileSync(join(pages, `${study.name}.md`), page);
    writeFileSync(join(pages, `${study.name}.json`), `${JSON.stringify(summary, null, 1)}\n`);
  }
  const summaries = readStudies(folder)
    .map(({ name }) => join(pages, `${name}.json`))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')));
  writeFileSync(doc, renderIndex(summaries));
}

function reportOf({ out }, name) {
  return join(out, name, 'report.json');
}

/** Several pages of one browser, each with a study at a time; one that fails does not stop the others. */
async function runStudies(studies, options) {
  const mtop = collectFiles('--mtop', options.mtop);
  const ntrex = collectFiles('--ntrex', options.ntrex);
  const files = [...mtop, ...ntrex];
  const inputs = files.map(({ file }) => file);
  const place = {
    inputs,
    gpu: options.gpu,
    line: new ProgressLine(),
    ...browserPlace(),
  };
  const failures = [];
  await drivePage(place, async (first, urls, openPage) => {
    const env = {
      commit: commit(),
      node: process.versions.node,
      browser: await browserName(first),
    };
    const links = files.map(({ path }, number) => ({ path, url: urls[number] }));
    const linksOf = { mtop: links.slice(0, mtop.length), ntrex: links.slice(mtop.length) };
    const jobOf = ({ config, corpus, bitext }) => ({
      config,
      corpus: linksOf[corpus],
      bitext: bitext.includes('ntrex') ? linksOf.ntrex : [],
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
