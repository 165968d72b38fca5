import { parseArgs } from 'node:util';
import { fromUser } from './inputs.mjs';
import { Exit } from './say.mjs';

export const ENCODE_HELP = `usage: npm run encode -- --texts FILE --out FILE [options]
       npm run encode -- --pairs FILE.tsv --out FILE [options]

Writes the token vectors of the embedded encoder: vectors [tokens, d], offsets [texts + 1], the subwords and the word of
each; special tokens are left out, a blank line has no vectors. docs/data.md says how the arrays are called.

  --texts FILE          a text a line, UTF-8
  --pairs FILE          sentence pairs, source TAB target; npm run align -- --vectors reads the result
  --out FILE            .safetensors, .npz or .parquet (not for pairs)
  --layer N             encoder layer, 0 to 12 (default 6)
  --dtype T             f32 (default), f16, bf16 (not .parquet) or int8, scaled by row
  --normalise           brings every vector to unit length
  --gpu auto|hardware|software
  --help

Exit code 2: a line is no pair (it has no vectors), a file is damaged, or the run failed; 64: wrong usage.`;

const OPTIONS = {
  texts: { type: 'string' },
  pairs: { type: 'string' },
  out: { type: 'string' },
  layer: { type: 'string' },
  dtype: { type: 'string' },
  normalise: { type: 'boolean' },
  gpu: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};
const FORMATS = ['safetensors', 'npz', 'parquet'];

/**
 * Reads the command line of `encode`.
 *
 * @param {readonly string[]} args
 * @throws {Exit} 64 with what is wrong
 */
export function parseEncodeOptions(args) {
  const values = parse(args);
  if (values.help) return { help: true };
  if ((values.texts === undefined) === (values.pairs === undefined))
    throw usage('--texts FILE or --pairs FILE is needed, one of them');
  const kind = values.texts === undefined ? 'pairs' : 'texts';
  const format = FORMATS.find((one) => values.out?.toLowerCase().endsWith(`.${one}`));
  if (!format)
    throw usage(`--out: expected .safetensors, .npz or .parquet, got ${values.out ?? 'nothing'}`);
  if (kind === 'pairs' && format === 'parquet')
    throw usage('--out: pairs are written to .safetensors or .npz');
  const dtype = oneOf(values, 'dtype', ['f32', 'f16', 'bf16', 'int8']);
  if (dtype === 'bf16' && format === 'parquet')
    throw usage('--dtype bf16: Parquet has no such type');
  const layer = Number(values.layer ?? 6);
  if (!(Number.isInteger(layer) && layer >= 0 && layer <= 12) || values.layer === '')
    throw usage(`--layer: expected a whole number from 0 to 12, got ${values.layer}`);
  return {
    help: false,
    input: values[kind],
    out: fromUser(values.out),
    gpu: oneOf(values, 'gpu', ['auto', 'hardware', 'software']),
    settings: { kind, layer, format, dtype, normalise: values.normalise ?? false },
  };
}

function parse(args) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw usage(error.message);
  }
}

/** The value of a choice; the first one by default. */
function oneOf(values, name, choices) {
  const value = values[name] ?? choices[0];
  if (choices.includes(value)) return value;
  const list = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
  throw usage(`--${name}: expected ${list}, got ${value}`);
}

function usage(message) {
  return new Exit(64, `${message}\n\n${ENCODE_HELP}`);
}
