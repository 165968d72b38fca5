// `npm run align`: links between the words of sentence pairs, by the built page headless.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ALIGN_HELP } from './alignHelp.mjs';
import { parseAlignOptions } from './alignOptions.mjs';
import { goldTable, slotNotes, slotTable } from './alignTables.mjs';
import { answered, drivePage } from './drivePage.mjs';
import { collectFiles, fromUser } from './inputs.mjs';
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
  const work = options.kind === 'mtop' ? alignMtop : options.kind === 'links' ? judge : alignFile;
  await work(options);
}

async function alignFile({ kind, input, gpu, settings, out, gold, measures }) {
  const files = [existing(kind, input), ...(gold ? [existing('gold', gold.input)] : [])];
  const line = new ProgressLine();
  const result = await drivePage({ inputs: files, gpu, line }, async (page, [url, goldUrl]) =>
    answered(
      await page.evaluate((job) => window.opticalBench.align(job), {
        input: { path: input, url },
        kind,
        settings,
        ...(gold && { gold: { ...gold, input: { path: gold.input, url: goldUrl } } }),
      }),
    ),
  );
  write(result.text, out);
  for (const note of result.notes) say(`note: ${note}`);
  say(summary(result));
  // Standard output belongs to the links, unless they are elsewhere.
  if (gold) show(result.gold, { settings }, { measures, print: out === undefined ? say : print });
  if (result.problems.length > 0) throw new Exit(2, problemList(result.problems));
}

async function judge({ input, first, gpu, gold, measures }) {
  const files = [existing('links', input), existing('gold', gold.input)];
  const line = new ProgressLine();
  const result = await drivePage({ inputs: files, gpu, line }, async (page, [url, goldUrl]) =>
    answered(
      await page.evaluate((job) => window.opticalBench.judgeLinks(job), {
        links: { input: { path: input, url }, first },
        gold: { ...gold, input: { path: gold.input, url: goldUrl } },
      }),
    ),
  );
  show(result, {}, { measures, print });
}

function show({ notes, ...figures }, about, { measures, print }) {
  print(goldTable(figures));
  for (const note of notes) say(`note: ${note}`);
  writeJson({ ...about, ...figures, notes }, measures);
}

async function alignMtop({ input, gpu, languages, split, limit, settings, measures }) {
  const files = collectFiles('--mtop', [input]);
  const line = new ProgressLine();
  const inputs = files.map(({ file }) => file);
  const result = await drivePage({ inputs, gpu, line }, async (page, urls) =>
    answered(
      await page.evaluate((job) => window.opticalBench.alignMtop(job), {
        corpus: files.map(({ path }, at) => ({ path, url: urls[at] })),
        ...{ languages, split, limit, settings },
      }),
    ),
  );
  print(slotTable(result));
  for (const note of slotNotes(result)) say(`note: ${note}`);
  writeJson(result, measures);
}

/** @throws {Exit} 64 where the file does not exist */
function existing(flag, path) {
  const file = fromUser(path);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new Exit(64, `--${flag} ${path}: no such file`);
}

function print(text) {
  process.stdout.write(`${text}\n`);
}

function writeJson(value, file) {
  if (file !== undefined) write(`${JSON.stringify(value, null, 1)}\n`, file);
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
