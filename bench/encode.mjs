// `npm run encode`: token vectors of texts, by the built page headless.
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { problemList } from './align.mjs';
import { answered, drivePage } from './drivePage.mjs';
import { ENCODE_HELP, parseEncodeOptions } from './encodeOptions.mjs';
import { fromUser } from './inputs.mjs';
import { ProgressLine } from './progressLine.mjs';
import { Exit, say } from './say.mjs';

/** @param {readonly string[]} args */
export async function encode(args) {
  const options = parseEncodeOptions(args);
  if (options.help) {
    process.stdout.write(`${ENCODE_HELP}\n`);
    return;
  }
  const { input, out, gpu, settings } = options;
  const file = fromUser(input);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new Exit(64, `--${settings.kind} ${input}: no such file`);
  mkdirSync(dirname(out), { recursive: true });
  // Beside its place, so that it is moved there in one step.
  const folder = mkdtempSync(join(dirname(out), '.encode-'));
  try {
    const place = { inputs: [file], outputs: { vectors: folder }, gpu, line: new ProgressLine() };
    const result = await drivePage(place, async (page, [url], _open, outputUrl) =>
      answered(
        await page.evaluate((job) => window.opticalBench.encodeFile(job), {
          ...settings,
          input: { path: input, url },
          url: `${outputUrl}/vectors/file`,
        }),
      ),
    );
    renameSync(join(folder, 'file'), out);
    say(summary(result, basename(out)));
    if (result.problems.length > 0) throw new Exit(2, problemList(result.problems));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** E.g. `12 texts, 96 vectors of 384 values in v.npz`. */
export function summary({ texts, rows, d, truncated }, name) {
  const cut = truncated > 0 ? `; ${truncated} texts were cut at the model's length` : '';
  return `${texts} texts, ${rows} vectors of ${d} values in ${name}${cut}`;
}
