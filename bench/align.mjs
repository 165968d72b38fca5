// `npm run align`: links between the words of sentence pairs, by the built page headless.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ALIGN_HELP, parseAlignOptions } from './alignOptions.mjs';
import { answered, drivePage } from './drivePage.mjs';
import { fromUser } from './inputs.mjs';
import { ProgressLine } from './progressLine.mjs';
import { Exit, say } from './say.mjs';

/** Problems shown one by one; the rest are counted. */
const SHOWN = 20;

/** @param {readonly string[]} args */
export async function align(args) {
  const options = parseAlignOptions(args);
  if (options.help) {
    process.stdout.write(`${ALIGN_HELP}\n`);
    return;
  }
  const { kind, input, gpu, settings, out } = options;
  const file = fromUser(input);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new Exit(64, `--${kind} ${input}: no such file`);
  const line = new ProgressLine();
  const result = await drivePage({ inputs: [file], gpu, line }, async (page, [url]) =>
    answered(
      await page.evaluate((job) => window.opticalBench.align(job), {
        input: { path: input, url },
        kind,
        settings,
      }),
    ),
  );
  write(result.text, out);
  for (const note of result.notes) say(`note: ${note}`);
  say(summary(result));
  if (result.problems.length > 0) throw new Exit(2, problemList(result.problems));
}

function write(text, out) {
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, text);
}

/** E.g. `500 pairs in 21.3 s, 23.4 a second (encode 19.9 s, WASM 0.9 s, links 0.5 s; 2.1 s to load)`. */
export function summary({ pairs, seconds, solver }) {
  const { load, encode, solve, link } = seconds;
  const work = encode + solve + link;
  const show = (value) => `${value.toFixed(1)} s`;
  const parts = [
    ...(encode > 0.05 ? [`encode ${show(encode)}`] : []),
    ...(solver ? [`transport (${solver}) ${show(solve)}`] : []),
    `links ${show(link)}`,
  ];
  const rate = work > 0 ? `, ${(pairs / work).toFixed(1)} a second` : '';
  return `${pairs} pairs in ${show(work)}${rate} (${parts.join(', ')}; ${show(load)} to load)`;
}

/** @param {readonly string[]} problems */
export function problemList(problems) {
  const rest = problems.length - SHOWN;
  return [...problems.slice(0, SHOWN), ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}
