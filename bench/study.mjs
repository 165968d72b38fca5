// `npm run study`: drives the built page headless, so that page and command share one code path.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browserPlace } from './browserPlace.mjs';
import { commit } from './commit.mjs';
import { answered, drivePage } from './drivePage.mjs';
import { collectFiles } from './inputs.mjs';
import { ProgressLine } from './progressLine.mjs';
import { Exit } from './say.mjs';
import { STUDY_HELP } from './studyHelp.mjs';
import { parseStudyOptions } from './studyOptions.mjs';

const EMBEDDED = /^embedded:(\w+)$/;

/** @param {readonly string[]} args */
export async function study(args) {
  const options = parseStudyOptions(args);
  if (options.help) {
    process.stdout.write(`${STUDY_HELP}\n`);
    return;
  }
  const { collection } = options;
  const corpus = collectFiles(collection ? '--collection' : 'the corpus', options.corpus);
  const { run: runPath, ...about } = collection ?? {};
  const run = runPath ? runFile(runPath) : [];
  const embedded = options.bitext.flatMap((path) => EMBEDDED.exec(path)?.[1] ?? []);
  const bitext = collectFiles(
    '--bitext',
    options.bitext.filter((path) => !EMBEDDED.test(path)),
  );
  const ranker = options.ranker ? rankerFile(options.ranker) : [];
  const imports = options.imports.map((path) => ({
    path,
    files: collectFiles('--import', [path]),
  }));
  const students = imports.flatMap(({ files }) => files);
  const translations = collectFiles('--translations', options.translations);
  const relevance = collectFiles('--relevance', options.relevance);
  const { encoder } = options;
  const model = encoder?.kind === 'folder' ? collectFiles('--encoder', [encoder.path]) : [];
  const files = [
    ...model,
    ...corpus,
    ...bitext,
    ...ranker,
    ...run,
    ...relevance,
    ...translations,
    ...students,
  ];
  const inputs = files.map(({ file }) => file);
  const request = (urls) => {
    const all = files.map(({ path }, number) => ({ path, url: urls[number] }));
    const links = all.slice(model.length);
    return {
      config: options.config,
      ...(encoder && {
        encoder:
          model.length > 0
            ? { kind: 'folder', name: encoder.name, files: all.slice(0, model.length) }
            : encoder,
      }),
      corpus: links.slice(0, corpus.length),
      ...(collection && {
        collection: {
          split: options.config.evaluationSplit ?? 'test',
          ...about,
          ...(run.length > 0 && { run: links[corpus.length + bitext.length + ranker.length] }),
        },
      }),
      bitext: links.slice(corpus.length, corpus.length + bitext.length),
      ...(ranker.length > 0 && { ranker: links[corpus.length + bitext.length] }),
      relevance: links
        .slice(links.length - students.length - translations.length - relevance.length)
        .slice(0, relevance.length),
      translations: links
        .slice(links.length - students.length - translations.length)
        .slice(0, translations.length),
      imports: importLinks(imports, links.slice(links.length - students.length)),
      fresh: options.fresh,
      embeddedBitext: embedded,
      ...(options.trainShare !== undefined && { trainShare: options.trainShare }),
      ...(options.trustIds && { trustIds: true }),
      ...(options.pairs && { pairs: options.pairs }),
    };
  };
  const place = {
    inputs,
    outputs: {
      ...(options.exports && { students: options.exports.folder, plans: options.exports.folder }),
      ...(options.trec && { trec: join(options.out, 'trec') }),
      ...(options.perQuery && { tables: options.out }),
    },
    gpu: options.gpu,
    line: new ProgressLine(),
    ...browserPlace(),
  };
  const { report, problems, html, text, markdown, latex } = await drivePage(
    place,
    async (page, urls, _open, url) => {
      const env = {
        commit: commit(),
        node: process.versions.node,
        browser: await browserName(page),
      };
      const files = {
        url,
        ...(options.exports && { students: { whole: options.exports.whole } }),
        ...(options.trec && { trec: options.trec }),
        perQuery: options.perQuery,
      };
      const job = { ...request(urls), files, env };
      return answered(await page.evaluate((asked) => window.opticalBench.runStudy(asked), job));
    },
  );
  mkdirSync(options.out, { recursive: true });
  const json = join(options.out, 'report.json');
  writeFileSync(json, `${JSON.stringify(report, null, 1)}\n`);
  if (problems.length > 0)
    writeFileSync(join(options.out, 'problems.json'), `${JSON.stringify(problems, null, 1)}\n`);
  writeFileSync(join(options.out, 'report.html'), html);
  writeFileSync(join(options.out, 'report.md'), markdown);
  writeFileSync(join(options.out, 'report.tex'), latex);
  const written = ['json', 'html', 'md', 'tex'].map((kind) => {
    const name = `report.${kind}`;
    return `${name.padEnd(11)}  ${join(options.out, name)}\n`;
  });
  process.stdout.write(`${text}\n${written.join('')}`);
}

/** The links of each import: as many as it has files, in their order. */
function importLinks(imports, links) {
  let at = 0;
  return imports.map(({ path, files }) => {
    const from = at;
    at += files.length;
    return { path, files: links.slice(from, at) };
  });
}

function rankerFile(path) {
  return oneFile('--ranker', path, 'safetensors file');
}

function runFile(path) {
  return oneFile('--rerank', path, 'TREC run');
}

/** @throws {Exit} 64 if `path` is not one file */
function oneFile(flag, path, wanted) {
  const found = collectFiles(flag, [path]);
  if (found.length === 1) return found;
  throw new Exit(64, `${flag} ${path}: found ${found.length} files, wanted one ${wanted}`);
}

/** Name and full version of the browser that shows `page`, e.g. `Chromium 156.0.8078.79`. */
export async function browserName(page) {
  return page.evaluate(async () => {
    const agent = navigator.userAgentData;
    const { fullVersionList = [] } = (await agent?.getHighEntropyValues(['fullVersionList'])) ?? {};
    const brand = fullVersionList.find((entry) => !/not.*brand/i.test(entry.brand));
    return brand ? `${brand.brand} ${brand.version}` : navigator.userAgent;
  });
}
