// `npm run bench -- ui`: how fast the screens of the built page are, held to what they promise.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser, launchBrowser } from './browser.mjs';
import { commit } from './commit.mjs';
import { fromUser } from './inputs.mjs';
import { Exit, say } from './say.mjs';
import { serve } from './serve.mjs';
import { judge, TARGETS, uiTable } from './uiJudgement.mjs';
import { measureUi } from './uiMeasures.mjs';

export const BENCH_UI_HELP = `usage: npm run bench -- ui [options]

Opens the built page in a browser and measures, per input, what a user waits for:
  first picture     navigation to the first painted heatmap, in a new browser with an empty cache
  live              navigation to the engine's answer which device there is
  initial JS        scripts that must be there before anything is drawn, each gzipped; lazy ones (charts, other
                    screens) and workers are listed apart
  ε slider          key on the slider to the frame with the new plan, own pair of 32×32 tokens
  hover             pointer move to the cursor in the page, own pair of 64×64 tokens
  curves            pinning a second run of 20,000 steps to the frame with its curves
  scroll            frames a second while a table of 100,000 queries scrolls
The page is served from this machine, uncompressed. Close other work first: two cores are shared with the browser.

  --samples N           at most so many samples a measure; default 30 inputs, 60 moves, 10 toggles, 5 cold starts
  --out FILE.json       every sample, the environment and the lists of scripts (schema bench-ui/1)
  --gpu auto|hardware|software
  --help

Exit code 1: a limit is missed; 2: the page could not be measured; 3: no browser; 64: wrong usage.`;

const OPTIONS = {
  samples: { type: 'string' },
  out: { type: 'string' },
  gpu: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

/**
 * Reads the command line of `bench -- ui`.
 *
 * @param {readonly string[]} args
 * @throws {Exit} 64 with what is wrong
 */
export function parseBenchUiOptions(args) {
  let values;
  try {
    values = parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw usage(error.message);
  }
  const { gpu = 'auto', out, help = false } = values;
  if (help) return { help };
  if (!['auto', 'hardware', 'software'].includes(gpu))
    throw usage(`--gpu: expected auto, hardware or software, got ${gpu}`);
  const most = values.samples === undefined ? 60 : Number(values.samples);
  if (!(Number.isInteger(most) && most > 0))
    throw usage(`--samples: expected a whole number above 0, got ${values.samples}`);
  const at = (usual) => Math.min(usual, most);
  return {
    ...{ help, gpu, out: out === undefined ? undefined : fromUser(out) },
    counts: { cold: at(5), inputs: at(30), moves: at(60), toggles: at(10), seconds: at(5) },
  };
}

/** @param {readonly string[]} args */
export async function benchUi(args) {
  const options = parseBenchUiOptions(args);
  if (options.help) {
    process.stdout.write(`${BENCH_UI_HELP}\n`);
    return;
  }
  const { gpu, counts, out } = options;
  const executable = await findBrowser();
  const server = await serve({ root: 'dist' });
  let outcome;
  try {
    const launch = () => launchBrowser(executable, gpu);
    outcome = await measureUi({ launch, url: server.url, counts, say });
  } finally {
    await server.close();
  }
  const measures = TARGETS.map((wanted) => judge(wanted, outcome.measured[wanted.name]));
  process.stdout.write(`${uiTable(measures)}\n`);
  for (const { title, note } of measures) if (note) say(`${title}: ${note}`);
  if (out !== undefined) {
    const [cpu] = cpus();
    const env = {
      ...outcome.env,
      commit: commit(),
      cpu: { model: cpu?.model, cores: cpus().length },
    };
    const { scripts } = outcome;
    mkdirSync(dirname(out), { recursive: true });
    const all = { schema: 'bench-ui/1', env, measures, scripts };
    writeFileSync(out, `${JSON.stringify(all, null, 1)}\n`);
  }
  const missed = measures.filter(({ ok }) => !ok);
  if (missed.length > 0) throw new Exit(1, `${missed.length} of ${measures.length} limits missed.`);
}

function usage(message) {
  return new Exit(64, `${message}\n\n${BENCH_UI_HELP}`);
}
