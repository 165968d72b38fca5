// Where the browser of a headless command keeps what it stores: vectors that were encoded, and checkpoints.
import { join } from 'node:path';
import { Exit } from './say.mjs';

const PORT = 4175;

/**
 * Port and profile folder. Browsers key storage by origin, port included: the same port finds what earlier runs
 * stored. `OPTICAL_BENCH_PORT` gives a command another port and a profile of its own, so that two can run side by
 * side and each goes on where it was.
 *
 * @returns {{ port: number, profile: string }}
 * @throws {Exit} 64 if the variable is no port
 */
export function browserPlace(env = process.env) {
  const folder = join('node_modules', '.cache', 'optical-bench');
  const given = env.OPTICAL_BENCH_PORT;
  if (given === undefined || given === '') return { port: PORT, profile: folder };
  const port = Number(given);
  if (!(Number.isInteger(port) && port >= 1024 && port <= 65535))
    throw new Exit(64, `OPTICAL_BENCH_PORT: expected a port from 1024 to 65535, got "${given}"`);
  return { port, profile: port === PORT ? folder : `${folder}-${port}` };
}
