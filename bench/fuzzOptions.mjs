import { parseArgs } from 'node:util';
import { Exit } from './say.mjs';

export const FUZZ_HELP = `usage: npm run fuzz -- [options]

Changes valid files of every format at random and reads them: each parser must give rows or a clear error, within two
seconds, without losing a row. Prints one line of counts, and for a failure the smallest file found that shows it.

  --cases N       cases in all, spread evenly over the parsers (default 12000)
  --seed S        a whole number; the same one gives the same cases (default 7)
  --parser NAME   of these parsers alone; may be given several times. A name fits all that begin with it
  --path P        of one parser: runs again only the failing case that a report names so
  --list          names the parsers
  --help

Exit code 1: a parser failed; 64: wrong usage.`;

const OPTIONS = {
  cases: { type: 'string' },
  seed: { type: 'string' },
  parser: { type: 'string', multiple: true },
  path: { type: 'string' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};

const MOST_SEED = 2 ** 31 - 1;

/**
 * Reads the command line of `fuzz`.
 *
 * @param {readonly string[]} args
 * @throws {Exit} 64 with what is wrong
 */
export function parseFuzzOptions(args) {
  const { help = false, list = false, parser = [], path, ...values } = parse(args);
  if (parser.includes('')) throw usage('--parser: expected a name, got nothing');
  if (path !== undefined && !/^\d+(:\d+)*$/.test(path))
    throw usage(`--path: expected numbers as in 12:0:3, got "${path}"`);
  if (path !== undefined && parser.length !== 1)
    throw usage('--path: expected one --parser beside it');
  return {
    ...{ help, list, parser, path },
    cases: whole('cases', values.cases ?? '12000', 1, 1e9),
    seed: whole('seed', values.seed ?? '7', 0, MOST_SEED),
  };
}

function parse(args) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw usage(error.message);
  }
}

function whole(flag, text, least, most) {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw usage(`--${flag}: expected a whole number from ${least} to ${most}, got "${text}"`);
}

/** @param {string} message */
function usage(message) {
  return new Exit(64, `${message}\n\n${FUZZ_HELP}`);
}
