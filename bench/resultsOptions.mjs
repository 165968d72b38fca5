import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fromUser } from './inputs.mjs';
import { Exit } from './say.mjs';

export const RESULTS_HELP = `usage: npm run results -- --mtop PATH [options]

Runs the studies of studies/*.json and writes their tables.

  --mtop PATH           MTOP: official zip or folder, or XSemPLR's folder of JSON files
  --ntrex PATH          NTREX: a folder with eng.txt, deu.txt … and document_ids.txt
                        (studies of what is not given are left out)
  --studies a,b         names of studies (default: all of the folder)
  --folder DIR          where they are (default studies)
  --jobs N              studies at the same time (default 1; each takes about a core and 2 GB)
  --out DIR             a folder a study with its report (default results-out)
  --keep                takes a study whose report is there already from --out
  --doc FILE            the index (default docs/results.md); a page a study goes to results/ beside it
  --limit N, --seeds a,b, --steps N   a trial: overrides every study
  --gpu auto|hardware|software
  --help`;

const OPTIONS = {
  mtop: { type: 'string', multiple: true },
  ntrex: { type: 'string', multiple: true },
  studies: { type: 'string' },
  folder: { type: 'string' },
  jobs: { type: 'string' },
  out: { type: 'string' },
  keep: { type: 'boolean' },
  doc: { type: 'string' },
  limit: { type: 'string' },
  seeds: { type: 'string' },
  steps: { type: 'string' },
  gpu: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

/**
 * Reads the command line of `results`.
 *
 * @param {readonly string[]} args
 * @throws {Exit} 64 with what is wrong
 */
export function parseResultsOptions(args) {
  const values = parse(args);
  const { mtop = [], ntrex = [], gpu = 'auto', keep = false, help = false } = values;
  if (!['auto', 'hardware', 'software'].includes(gpu))
    throw new Exit(64, `--gpu: expected auto, hardware or software, got ${gpu}`);
  return {
    mtop,
    ntrex,
    gpu,
    keep,
    help,
    jobs: values.jobs === undefined ? 1 : whole('jobs', values.jobs, 1),
    folder: values.folder === undefined ? 'studies' : fromUser(values.folder),
    out: values.out === undefined ? 'results-out' : fromUser(values.out),
    doc: values.doc === undefined ? join('docs', 'results.md') : fromUser(values.doc),
    names: values.studies?.split(',').map((name) => name.trim()),
    trial: trialOf(values),
  };
}

function parse(args) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new Exit(64, `${error.message}\n\n${RESULTS_HELP}`);
  }
}

function trialOf({ limit, seeds, steps }) {
  return {
    ...(limit !== undefined && { limit: whole('limit', limit, 0) }),
    ...(seeds !== undefined && { seeds: seeds.split(',').map((seed) => whole('seeds', seed, 0)) }),
    ...(steps !== undefined && { steps: whole('steps', steps, 0) }),
  };
}

function whole(flag, text, least) {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < least)
    throw new Exit(64, `--${flag}: expected a whole number of at least ${least}, got "${text}"`);
  return value;
}

/**
 * The studies of a folder, each with its config as a trial changes it.
 *
 * @param {string} folder
 * @param {readonly string[]} [names] all of the folder where absent
 * @param {{ limit?: number, seeds?: readonly number[], steps?: number }} [trial]
 * @throws {Exit} 64 for a name that is not there or a file that is no study
 */
export function readStudies(folder, names, { steps, ...trial } = {}) {
  const found = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
  for (const name of names ?? [])
    if (!found.includes(name))
      throw new Exit(64, `--studies: ${name} is not in ${folder}; there are ${found.join(', ')}`);
  return (names ?? found).map((name) => {
    const { title, about, corpus, bitext = [], config } = readStudy(join(folder, `${name}.json`));
    const distil = { ...config.distil, ...(steps !== undefined && { steps }) };
    return { name, title, about, corpus, bitext, config: { ...config, ...trial, distil } };
  });
}

const BITEXT = /^(ntrex|embedded:\w+)$/;

function readStudy(file) {
  let study;
  try {
    study = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Exit(64, `${file}: ${error.message}`);
  }
  for (const field of ['title', 'about'])
    if (typeof study?.[field] !== 'string')
      throw new Exit(
        64,
        `${file}: ${field}: expected a text, got ${JSON.stringify(study?.[field])}`,
      );
  if (typeof study.config !== 'object' || study.config === null)
    throw new Exit(64, `${file}: config: expected an object, got ${JSON.stringify(study.config)}`);
  if (!['mtop', 'ntrex'].includes(study.corpus))
    throw new Exit(
      64,
      `${file}: corpus: expected mtop or ntrex, got ${JSON.stringify(study.corpus)}`,
    );
  for (const name of study.bitext ?? [])
    if (!BITEXT.test(name))
      throw new Exit(
        64,
        `${file}: bitext: expected ntrex or embedded:NAME, got ${JSON.stringify(name)}`,
      );
  return study;
}
