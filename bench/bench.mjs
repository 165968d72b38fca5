// `npm run bench -- NAME`: measurements of parts of the page, each with its own options.
import { Exit } from './say.mjs';

const BENCHES = {
  async encode(args) {
    const { benchEncode } = await import('./benchEncode.mjs');
    await benchEncode(args);
  },
  async ot(args) {
    const { benchOt } = await import('./benchOt.mjs');
    await benchOt(args);
  },
  async train(args) {
    const { benchTrain } = await import('./benchTrain.mjs');
    await benchTrain(args);
  },
  async ui(args) {
    const { benchUi } = await import('./benchUi.mjs');
    await benchUi(args);
  },
};

export const BENCH_HELP = `usage: npm run bench -- NAME [options]

  encode time the encoder on one and more threads, and its memory; npm run bench -- encode --help
  ot     solve transport problems with known answers on each engine; npm run bench -- ot --help
  train  time training steps of each student; npm run bench -- train --help
  ui     hold the screens to their limits; npm run bench -- ui --help`;

/** @param {readonly string[]} args */
export async function bench([name, ...args]) {
  if (name === '--help' || name === '-h') {
    process.stdout.write(`${BENCH_HELP}\n`);
    return;
  }
  if (!Object.hasOwn(BENCHES, name ?? ''))
    throw new Exit(64, `${name ? `Unknown bench ${name}` : 'Which bench?'}\n\n${BENCH_HELP}`);
  await BENCHES[name](args);
}
