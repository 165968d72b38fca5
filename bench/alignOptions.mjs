import { parseArgs } from 'node:util';
import { ALIGN_HELP } from './alignHelp.mjs';
import { fromUser } from './inputs.mjs';
import { Exit } from './say.mjs';

const text = { type: 'string' };
const flag = { type: 'boolean' };
const OPTIONS = {
  pairs: text,
  vectors: text,
  encoder: text,
  layer: text,
  method: text,
  on: text,
  tau: text,
  epsilon: text,
  iterations: text,
  distortion: text,
  marginals: text,
  rho: text,
  mass: text,
  words: flag,
  subwords: flag,
  pool: text,
  scores: flag,
  out: text,
  gold: text,
  'gold-format': text,
  'one-indexed': flag,
  compat: text,
  'f-alpha': text,
  links: text,
  'links-one-indexed': flag,
  measures: text,
  mtop: text,
  language: text,
  split: text,
  limit: text,
  gpu: text,
  help: { type: 'boolean', short: 'h' },
};

/** What is read, one of them, each with options that make no sense with it. */
const KINDS = {
  pairs: ['links-one-indexed', 'language', 'split', 'limit'],
  vectors: ['encoder', 'layer', 'links-one-indexed', 'language', 'split', 'limit'],
  links: [
    ...[
      'encoder',
      'layer',
      'method',
      'on',
      'tau',
      'epsilon',
      'iterations',
      'distortion',
      'marginals',
    ],
    ...['rho', 'mass', 'words', 'subwords', 'pool', 'scores', 'out', 'language', 'split', 'limit'],
  ],
  mtop: ['gold', 'scores', 'out', 'links-one-indexed'],
};
const OWNERS = {
  language: '--mtop',
  split: '--mtop',
  limit: '--mtop',
  'links-one-indexed': '--links',
  scores: '--pairs or --vectors',
  out: '--pairs or --vectors',
  gold: '--pairs, --vectors or --links',
};

/** Plans whose sums are off by more, in L1, are reported. */
const TOLERANCE = 1e-4;

/**
 * Reads the command line of `align`.
 *
 * @param {readonly string[]} args
 * @throws {Exit} 64 with what is wrong
 */
export function parseAlignOptions(args) {
  const values = parse(args);
  if (values.help) return { help: true };
  const kind = readKind(values);
  oneOf(values, 'encoder', ['embedded']);
  const path = (name) => (values[name] === undefined ? undefined : fromUser(values[name]));
  const gold = readGold(values);
  if (!gold && kind !== 'mtop') belongs(values, 'measures', '--gold or --mtop');
  const settings = readSettings(values);
  if (gold && settings.pool === 'none')
    throw usage('--gold needs links between words, --subwords gives others');
  return {
    help: false,
    kind,
    input: values[kind],
    gpu: oneOf(values, 'gpu', ['auto', 'hardware', 'software']),
    out: path('out'),
    measures: path('measures'),
    gold,
    ...(kind === 'links' ? { first: values['links-one-indexed'] ? 1 : 0 } : { settings }),
    ...(kind === 'mtop' && readMtop(values)),
  };
}

function readKind(values) {
  const given = Object.keys(KINDS).filter((kind) => values[kind] !== undefined);
  if (given.length !== 1)
    throw usage('--pairs, --vectors, --links or --mtop is needed, one of them');
  const [kind] = given;
  for (const name of KINDS[kind]) {
    const owner = OWNERS[name] ?? (kind === 'vectors' ? '--pairs' : 'an alignment, not --links');
    belongs(values, name, owner);
  }
  if (kind === 'links' && values.gold === undefined) throw usage('--links needs --gold FILE');
  return kind;
}

/** Gold links and how they are read; undefined without. */
function readGold(values) {
  if (values.gold === undefined) {
    for (const name of ['gold-format', 'one-indexed', 'compat', 'f-alpha'])
      belongs(values, name, '--gold');
    return undefined;
  }
  const format = oneOf(values, 'gold-format', ['pharaoh', 'naacl', 'xlwa']);
  if (format === 'naacl' && values['one-indexed'])
    throw usage('--one-indexed: naacl counts from 1 always');
  return {
    input: values.gold,
    format,
    first: values['one-indexed'] ? 1 : 0,
    compat: oneOf(values, 'compat', ['none', 'simalign']),
    alpha: number(values, 'f-alpha', 0.5, '0 to 1', (x) => x >= 0 && x <= 1),
  };
}

function readMtop(values) {
  const languages = (values.language ?? '').split(',').map((code) => code.trim());
  if (languages.some((code) => code === ''))
    throw usage(`--mtop needs --language LIST, e.g. de,th; got "${values.language ?? ''}"`);
  return {
    languages: [...new Set(languages)],
    split: oneOf(values, 'split', ['test', 'dev', 'train']),
    limit: number(values, 'limit', undefined, 'a whole number from 1', (n) => whole(n) && n > 0),
  };
}

function parse(args) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw usage(error.message);
  }
}

function readSettings(values) {
  const method = oneOf(values, 'method', ['ot', 'mutual', 'itermax', 'threshold']);
  if (method !== 'itermax') belongs(values, 'on', '--method itermax');
  if (method !== 'threshold') belongs(values, 'tau', '--method threshold');
  const itermaxOn = oneOf(values, 'on', ['similarity', 'plan']);
  const planless = method === 'mutual' || (method === 'itermax' && itermaxOn === 'similarity');
  if (planless)
    for (const name of ['epsilon', 'iterations', 'marginals', 'rho', 'mass'])
      belongs(values, name, 'a transport plan');
  return {
    method,
    itermaxOn,
    layer: number(values, 'layer', 6, 'a whole number from 0 to 12', (n) => whole(n) && n <= 12),
    eps: number(values, 'epsilon', 0.1, 'more than 0', (x) => x > 0),
    iterations: number(
      values,
      'iterations',
      500,
      'a whole number from 1',
      (n) => whole(n) && n > 0,
    ),
    tolerance: TOLERANCE,
    marginals: readMarginals(values),
    distortion: number(values, 'distortion', 0, 'at least 0', (x) => x >= 0),
    tau: number(values, 'tau', 0.5, '0 to below 1', (x) => x >= 0 && x < 1),
    pool: readPool(values, planless),
    scores: values.scores ?? false,
  };
}

function readMarginals(values) {
  const kind = oneOf(values, 'marginals', ['balanced', 'unbalanced', 'partial']);
  if (kind !== 'unbalanced') belongs(values, 'rho', '--marginals unbalanced');
  if (kind !== 'partial') belongs(values, 'mass', '--marginals partial');
  const rho = number(values, 'rho', 1, 'more than 0', (x) => x > 0);
  const mass = number(values, 'mass', 0.9, 'more than 0, at most 1', (x) => x > 0 && x <= 1);
  if (kind === 'unbalanced') return { kind, rhoX: rho, rhoY: rho };
  return kind === 'partial' ? { kind, mass } : { kind };
}

function readPool(values, planless) {
  if (values.words && values.subwords) throw usage('--words and --subwords exclude each other');
  if (values.subwords) {
    belongs(values, 'pool', '--words');
    return 'none';
  }
  const pool = oneOf(values, 'pool', ['any', 'mass']);
  if (pool === 'mass' && planless)
    throw usage('--pool mass sums the mass of a transport plan, which this method has none of');
  return pool;
}

/** The value of a choice; the first one by default. */
function oneOf(values, name, choices) {
  const value = values[name] ?? choices[0];
  if (choices.includes(value)) return value;
  const list = choices.length > 1 ? `${choices.slice(0, -1).join(', ')} or ` : '';
  throw usage(`--${name}: expected ${list}${choices.at(-1)}, got ${value}`);
}

function belongs(values, name, owner) {
  if (values[name] !== undefined) throw usage(`--${name} needs ${owner}`);
}

function whole(value) {
  return Number.isInteger(value) && value >= 0;
}

function number(values, name, otherwise, wanted, fits) {
  const given = values[name];
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value) || !fits(value))
    throw usage(`--${name}: expected ${wanted}, got "${given}"`);
  return value;
}

function usage(message) {
  return new Exit(64, `${message}\n\n${ALIGN_HELP}`);
}
