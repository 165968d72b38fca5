// `npm run measure`: TREC runs measured against judgements, by the built page headless.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { problemList } from './align.mjs';
import { answered, drivePage } from './drivePage.mjs';
import { fromUser } from './inputs.mjs';
import { MEASURE_HELP, parseMeasureOptions, usage } from './measureOptions.mjs';
import { emptyRuns, meansTable, notesOf, queryTable } from './measureTable.mjs';
import { ProgressLine } from './progressLine.mjs';
import { Exit, say } from './say.mjs';

/** @param {readonly string[]} args */
export async function measure(args) {
  const options = parseMeasureOptions(args);
  if (options.help) {
    process.stdout.write(`${MEASURE_HELP}\n`);
    return;
  }
  const { qrels, runs, measures, ties, missing, precision } = options;
  const files = [existing('qrels', qrels), ...runs.map((run) => existing('run', run))];
  const outcome = await drivePage(
    { inputs: files, gpu: 'auto', line: new ProgressLine() },
    async (page, urls) => {
      const [judged, ...ranked] = [qrels, ...runs].map((path, at) => ({ path, url: urls[at] }));
      const settings = { measures, ties, missing, precision };
      return answered(
        await page.evaluate((job) => window.opticalBench.measure(job), {
          ...{ qrels: judged, runs: ranked },
          ...settings,
        }),
      );
    },
  );
  if (outcome.wrongMeasure) throw usage(`--measures: ${outcome.wrongMeasure}`);
  print(outcome, options);
  const problems = [...outcome.problems, ...emptyRuns(outcome)];
  if (problems.length > 0) throw new Exit(2, problemList(problems));
}

function print(outcome, options) {
  if (outcome.runs.length > 0) process.stdout.write(meansTable(outcome));
  if (options.perQuery && outcome.runs.length > 0) process.stdout.write(`\n${queryTable(outcome)}`);
  for (const note of notesOf(outcome, options)) say(`note: ${note}`);
  if (options.json === undefined) return;
  const { ties, missing, precision } = options;
  mkdirSync(dirname(options.json), { recursive: true });
  writeFileSync(
    options.json,
    `${JSON.stringify({ ties, missing, precision, ...outcome }, null, 1)}\n`,
  );
}

function existing(flag, path) {
  const file = fromUser(path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new Exit(64, `--${flag} ${path}: no such file`);
  return file;
}
