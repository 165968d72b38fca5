import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pairsOf } from './bitextOptions.mjs';
import { encoderConfig, encoderSource, hubOfConfig } from './encoderOptions.mjs';
import { fromUser } from './inputs.mjs';
import { Exit } from './say.mjs';
import { STUDY_HELP } from './studyHelp.mjs';

const OPTIONS = {
  mtop: { type: 'string', multiple: true },
  ntrex: { type: 'string', multiple: true },
  collection: { type: 'string', multiple: true },
  rerank: { type: 'string' },
  split: { type: 'string' },
  others: { type: 'string' },
  triples: { type: 'string' },
  'query-language': { type: 'string' },
  'document-language': { type: 'string' },
  bitext: { type: 'string', multiple: true },
  filter: { type: 'string' },
  fields: { type: 'string' },
  'trust-ids': { type: 'boolean' },
  translations: { type: 'string', multiple: true },
  relevance: { type: 'string', multiple: true },
  train: { type: 'string' },
  evaluate: { type: 'string' },
  'train-share': { type: 'string' },
  methods: { type: 'string' },
  languages: { type: 'string' },
  high: { type: 'string' },
  low: { type: 'string' },
  seeds: { type: 'string' },
  tasks: { type: 'string' },
  ties: { type: 'string' },
  trec: { type: 'boolean' },
  'trec-depth': { type: 'string' },
  'per-query': { type: 'boolean' },
  queries: { type: 'string' },
  limit: { type: 'string' },
  pairs: { type: 'string' },
  student: { type: 'string' },
  encoder: { type: 'string' },
  hub: { type: 'string' },
  layer: { type: 'string' },
  dtype: { type: 'string' },
  'query-prefix': { type: 'string' },
  'passage-prefix': { type: 'string' },
  'prefix-tokens': { type: 'string' },
  'special-tokens': { type: 'string' },
  skiplist: { type: 'string' },
  'query-expansion': { type: 'boolean' },
  'max-tokens': { type: 'string' },
  pooling: { type: 'string' },
  'raw-vectors': { type: 'boolean' },
  ranker: { type: 'string' },
  fresh: { type: 'boolean' },
  export: { type: 'string' },
  'export-full': { type: 'boolean' },
  import: { type: 'string', multiple: true },
  joint: { type: 'boolean' },
  'distil-for': { type: 'string' },
  placebo: { type: 'string' },
  'plan-layer': { type: 'string' },
  'learning-rate': { type: 'string' },
  backend: { type: 'string' },
  storage: { type: 'string' },
  epsilon: { type: 'string' },
  steps: { type: 'string' },
  batch: { type: 'string' },
  config: { type: 'string' },
  out: { type: 'string' },
  gpu: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

/** Ways to train the English head; anything else that `--ranker` names is a file. */
const RANKER_LOSSES = ['contrastive', 'margin-mse', 'kl', 'none'];

/** Flags and the fields of the config that they fill. */
const TEXTS = {
  train: 'trainSplit',
  evaluate: 'evaluationSplit',
  'distil-for': 'distilFor',
  ties: 'ties',
  student: 'student',
  placebo: 'placebo',
  backend: 'backend',
  storage: 'storage',
};
/** Flags that say what a collection's files do not. */
const COLLECTION_TEXTS = {
  split: 'split',
  'query-language': 'queryLanguage',
  'document-language': 'documentLanguage',
};
const COLLECTION_NUMBERS = { others: 0, triples: 1 };
const NUMBERS = { limit: 'limit', queries: 'queries', pairs: 'pairs', layer: 'layer' };
const DISTIL_NUMBERS = {
  epsilon: 'epsilon',
  steps: 'steps',
  batch: 'batch',
  'learning-rate': 'learningRate',
};

/**
 * Reads the command line of `study`. The page checks the values of the config; this only reads them.
 *
 * @param {readonly string[]} args
 * @throws {Exit} 64 with what is wrong
 */
export function parseStudyOptions(args) {
  const { values, tokens } = parse(args);
  const { gpu = 'auto', help = false, fresh = false } = values;
  const out = values.out === undefined ? 'study-out' : fromUser(values.out);
  const { bitext, collection, import: imports, translations, relevance } = openLists(tokens);
  const exports = exportsOf(values);
  if (!['auto', 'hardware', 'software'].includes(gpu))
    throw new Exit(64, `--gpu: expected auto, hardware or software, got ${gpu}`);
  const study = help || !values.config ? {} : readStudyOrConfig(values.config);
  const encoder = help
    ? undefined
    : (encoderSource(values) ??
      (values.encoder === undefined ? hubOfConfig(study.config?.encoder) : undefined));
  const config = help ? {} : readConfig(values, study.config ?? {}, encoder);
  const ranker = importsRanker(values) ? values.ranker : '';
  const data = help ? { corpus: [], bitext } : dataOf({ ...values, collection }, bitext, study);
  const share = values['train-share'];
  const pairs = pairsOf(values);
  const files = {
    ...(share !== undefined && { trainShare: number('train-share', share) }),
    ...(values['trust-ids'] && { trustIds: true }),
    ...(pairs && { pairs }),
    trec: trecOf(values),
    perQuery: values['per-query'] ?? false,
  };
  return {
    ...data,
    ...files,
    ...{ translations, relevance, ranker, imports, exports, encoder },
    ...{ out, gpu, help, fresh, config },
  };
}

/**
 * What is ranked and what is learnt from: a study of `studies/` says which of both paths is its corpus, and may want the
 * other as bitext.
 */
function dataOf(values, bitext, study) {
  const { mtop = [], ntrex = [], collection, config } = values;
  const own = collection.length > 0 ? 'collection' : mtop.length > 0 ? 'mtop' : 'ntrex';
  const wanted = study.corpus ?? own;
  const paths = { mtop, ntrex, collection };
  if (collection.length > 0 && mtop.length > 0)
    throw new Exit(
      64,
      '--collection: it is ranked in place of a corpus: expected no --mtop beside it',
    );
  const about = collectionOf(values, wanted === 'collection');
  if (study.corpus && paths[wanted].length === 0)
    throw new Exit(64, `--config ${config}: it is a study of ${wanted}: expected --${wanted} PATH`);
  const other = wanted === 'ntrex' ? [] : ntrex;
  const wants = study.bitext ?? [];
  if (wants.includes('ntrex') && other.length === 0 && bitext.length === 0)
    throw new Exit(64, `--config ${config}: its bitext is ntrex: expected --ntrex PATH`);
  const embedded = wants.filter((name) => name.startsWith('embedded:'));
  const news = wants.includes('ntrex') || !study.corpus ? other : [];
  return {
    corpus: paths[wanted],
    bitext: bitext.length > 0 ? bitext : [...news, ...embedded],
    ...(wanted === 'collection' && { collection: about }),
  };
}

/** @throws {Exit} 64 for a flag of a collection where there is none, or a number that counts nothing */
function collectionOf({ rerank, ...values }, isCollection) {
  const flags = ['rerank', ...Object.keys(COLLECTION_TEXTS), ...Object.keys(COLLECTION_NUMBERS)];
  const stray = flags.find((flag) => (flag === 'rerank' ? rerank : values[flag]) !== undefined);
  if (stray !== undefined && !isCollection)
    throw new Exit(64, `--${stray}: expected --collection beside it`);
  if (rerank !== undefined && values.others !== undefined)
    throw new Exit(64, '--others: the documents are those of --rerank: expected one of both');
  const about = rerank ? { run: rerank } : {};
  for (const [flag, field] of Object.entries(COLLECTION_TEXTS)) {
    if (values[flag] === '') throw new Exit(64, `--${flag}: expected a name, got nothing`);
    if (values[flag] !== undefined) about[field] = values[flag];
  }
  for (const [flag, least] of Object.entries(COLLECTION_NUMBERS)) {
    if (values[flag] === undefined) continue;
    const count = number(flag, values[flag]);
    if (!Number.isSafeInteger(count) || count < least)
      throw new Exit(
        64,
        `--${flag}: expected a whole number, at least ${least}, got "${values[flag]}"`,
      );
    about[flag] = count;
  }
  return about;
}

function trecOf(values) {
  if (values.trec) return { depth: number('trec-depth', values['trec-depth'] ?? '0') };
  if (values['trec-depth'] !== undefined)
    throw new Exit(64, '--trec-depth: expected --trec beside it');
  return undefined;
}

/** A study of `studies/` has its config beside a title; any other object is a config. */
function readStudyOrConfig(file) {
  const json = readJson(file);
  return typeof json.title === 'string' && 'config' in json ? json : { config: json };
}

function importsRanker({ ranker }) {
  return ranker !== undefined && !RANKER_LOSSES.includes(ranker);
}

function exportsOf(values) {
  if (values.export === '') throw new Exit(64, '--export: expected a folder, got nothing');
  if (values.export !== undefined)
    return { folder: fromUser(values.export), whole: values['export-full'] ?? false };
  if (values['export-full']) throw new Exit(64, '--export-full: expected --export DIR beside it');
  return undefined;
}

/** `--bitext`, `--collection`, `--translations`, `--relevance` and `--import` take all paths up to the next option; a path anywhere else is a */
function openLists(tokens) {
  const paths = { bitext: [], collection: [], import: [], translations: [], relevance: [] };
  let open;
  for (const { kind, name, value } of tokens) {
    if (kind === 'option') open = paths[name];
    else if (kind === 'positional' && !open)
      throw new Exit(64, `Unexpected argument ${value}.\n\n${STUDY_HELP}`);
    if (value !== undefined) open?.push(value);
  }
  return paths;
}

function parse(args) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new Exit(64, `${error.message}\n\n${STUDY_HELP}`);
  }
}

function readConfig(values, config, encoder) {
  const list = (text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  const numbers = (fields) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([flag, field]) =>
        values[flag] === undefined ? [] : [[field, number(flag, values[flag])]],
      ),
    );
  const texts = (fields) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([flag, field]) =>
        values[flag] === undefined ? [] : [[field, values[flag]]],
      ),
    );
  const distil = { ...config.distil, ...numbers(DISTIL_NUMBERS) };
  const own = encoderConfig(values, config.encoder, encoder);
  const loss = importsRanker(values) ? 'imported' : values.ranker;
  return {
    ...config,
    ...(own && { encoder: own }),
    ...(loss && { ranker: { ...config.ranker, loss } }),
    ...texts(TEXTS),
    ...numbers(NUMBERS),
    ...(values.joint && { joint: true }),
    ...(values.methods !== undefined && { methods: list(values.methods) }),
    ...(values.tasks !== undefined && { tasks: list(values.tasks) }),
    ...(values.languages !== undefined && { languages: list(values.languages) }),
    ...groupsOf(values, list),
    ...(values.seeds !== undefined && {
      seeds: list(values.seeds).map((seed) => number('seeds', seed)),
    }),
    ...(values['plan-layer'] !== undefined && { planLayer: planLayer(values['plan-layer']) }),
    ...(Object.keys(distil).length > 0 && { distil }),
  };
}

/** @throws {Exit} 64 for one group without the other */
function groupsOf({ high, low }, list) {
  if (high === undefined && low === undefined) return {};
  if (high === undefined || low === undefined)
    throw new Exit(64, `--${high === undefined ? 'high' : 'low'}: expected beside the other group`);
  return { groups: { name: 'own groups', high: list(high), low: list(low) } };
}

function planLayer(text) {
  return text === 'last' ? text : number('plan-layer', text);
}

function readJson(file) {
  let config;
  try {
    config = JSON.parse(readFileSync(fromUser(file), 'utf8'));
  } catch (error) {
    throw new Exit(64, `--config ${file}: ${error.message}`);
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new Exit(64, `--config ${file}: expected an object with the fields of a study config`);
  return config;
}

function number(flag, text) {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new Exit(64, `--${flag}: expected a number, got "${text}"`);
  return value;
}
