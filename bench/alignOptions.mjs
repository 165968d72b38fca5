import { parseArgs } from 'node:util';
import { fromUser } from './inputs.mjs';
import { Exit } from './say.mjs';

export const ALIGN_HELP = `usage: npm run align -- --pairs FILE.tsv [options]

Aligns sentence pairs, one a line: source TAB target, words between spaces. Gives Pharaoh links i-j,
counted from 0, one line a pair; a pair with an empty side has an empty line.

  --pairs FILE          sentence pairs, UTF-8; columns beyond the second are not read
  --vectors FILE        token vectors instead (.npz): x, y [tokens, d], x_offsets, y_offsets [pairs + 1],
                        x_words, y_words [tokens] where tokens are parts of words
  --encoder embedded    the encoder that comes with the page, the only one (default)
  --layer N             its layer, 0 to 12 (default 6)
  --method M            ot (default): mutual argmax of the transport plan
                        mutual: mutual argmax of the cosine similarity, without transport
                        itermax: SimAlign's, on --on similarity (default) or plan
                        threshold: plan entries above --tau of their row's and column's largest
  --on similarity|plan  what itermax reads
  --tau X               0 to below 1 (default 0.5)
  --epsilon X           entropic regularisation (default 0.1)
  --iterations N        most iterations (default 500)
  --distortion X        position prior, in the unit of cost (default 0)
  --marginals M         balanced (default), unbalanced or partial
  --rho X               price of unbalanced marginals (default 1)
  --mass X              share that partial transport moves, 0 to 1 (default 0.9)
  --words               links between words (default); --subwords: between subwords
  --pool any|mass       words are linked where any of their subwords are (default), or by the rule applied
                        to the plan summed to words
  --scores              i-j-0.93: the link's mass as a share of its row's or column's, whichever is
                        larger; without a plan (1 + cosine) / 2
  --out FILE            where the links go (default: standard output)
  --gpu auto|hardware|software
  --help

Exit code 2: a line is no pair (its output line is empty), or the run failed; 64: wrong usage.`;

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
  gpu: text,
  help: { type: 'boolean', short: 'h' },
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
  if ((values.pairs === undefined) === (values.vectors === undefined))
    throw usage('--pairs FILE or --vectors FILE is needed, one of them');
  oneOf(values, 'encoder', ['embedded']);
  const kind = values.pairs === undefined ? 'vectors' : 'pairs';
  if (kind === 'vectors') for (const name of ['encoder', 'layer']) belongs(values, name, '--pairs');
  return {
    help: false,
    kind,
    input: values[kind],
    gpu: oneOf(values, 'gpu', ['auto', 'hardware', 'software']),
    out: values.out === undefined ? undefined : fromUser(values.out),
    settings: readSettings(values),
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
