import { ParseError } from '../../lib';
import type { NamedBytes } from '../types';
import type { FuzzTarget } from './types';

/** A target that also knows, by counting and not by reading, how many rows a file has. */
export interface CountedTarget extends FuzzTarget {
  /** Rows present; undefined where the file is so damaged that this cannot be said. */
  readonly rows: (file: NamedBytes) => number | undefined;
}

/** What a parser did with a case; `text` says it in full, for comparison. */
export interface Outcome {
  readonly kind: 'read' | 'refused';
  readonly text: string;
}

/** What a parser may take for one file of a few megabytes. */
export interface FuzzLimits {
  /** Milliseconds of computing. */
  readonly ms: number;
  /** Allocated bytes: a floor, and so many times those of the file. */
  readonly memoryFloor: number;
  readonly memoryFactor: number;
}

const LIMITS: FuzzLimits = { ms: 2000, memoryFloor: 2 ** 28, memoryFactor: 64 };
/** Then an answer is no longer waited for. */
const PATIENCE_MS = 10_000;

const WATCHED: readonly object[] = [Object, Array, Map, String, Promise].map(
  ({ prototype }) => prototype,
);
const countKeys = () => WATCHED.reduce((sum, one) => sum + Reflect.ownKeys(one).length, 0);
const KEYS = countKeys();

/** Rejections that nobody heard, since the process started. */
const unheard: unknown[] = [];
let isListening = false;

function listen(): void {
  if (isListening) return;
  isListening = true;
  process.on('unhandledRejection', (reason) => unheard.push(reason));
}

/**
 * Reads a file and checks all that is promised for any bytes: rows or a ParseError, in bounded time and
 * memory; nothing changed outside, no promise left unheard, no row lost.
 *
 * @param isValid the file is one that must be read.
 * @throws Error saying which promise is broken.
 */
export async function judgeCase(
  target: FuzzTarget,
  file: NamedBytes,
  isValid = false,
  limits = LIMITS,
): Promise<Outcome> {
  listen();
  const own = { path: file.path, bytes: Uint8Array.from(file.bytes) };
  const [memory, cpu, start] = [memoryNow(), process.cpuUsage(), performance.now()];
  const outcome = await inTime(outcomeOf(target, own, isValid));
  const wall = performance.now() - start;
  // On a busy machine the clock runs while others compute.
  const { user, system } = process.cpuUsage(cpu);
  const took = Math.min(wall, (user + system) / 1000);
  if (took > limits.ms) throw new Error(`took ${Math.round(took)} ms, wanted at most ${limits.ms}`);
  const grown = memoryNow() - memory;
  const most = Math.max(limits.memoryFloor, limits.memoryFactor * file.bytes.length);
  if (grown > most) throw new Error(`allocated ${grown} bytes, wanted at most ${most}`);
  if (countKeys() !== KEYS) throw new Error(`changed a prototype: ${restorePrototypes()}`);
  if (Buffer.compare(own.bytes, file.bytes) !== 0) throw new Error('changed the bytes of its file');
  // Node tells of a rejection once all that waits has run.
  await new Promise((resolve) => setImmediate(resolve));
  const [lost] = unheard.splice(0);
  if (lost !== undefined) throw new Error(`left a rejection unheard: ${String(lost)}`);
  return outcome;
}

async function outcomeOf(target: FuzzTarget, file: NamedBytes, isValid: boolean): Promise<Outcome> {
  let result: Awaited<ReturnType<FuzzTarget['read']>>;
  try {
    result = await target.read(file);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    if (isValid) throw new Error(`refused a valid file: ${error.message}`);
    if (error.message.length > 20_000)
      throw new Error(`its message has ${error.message.length} characters, wanted 20,000 at most`);
    return { kind: 'refused', text: error.message };
  }
  const { kept, bad } = result;
  for (const count of [kept, bad])
    if (!(Number.isSafeInteger(count) && count >= 0))
      throw new Error(`gave ${count} rows, wanted a count`);
  const rows = 'rows' in target ? (target as CountedTarget).rows(file) : undefined;
  if (rows !== undefined && kept + bad !== rows)
    throw new Error(`kept ${kept} rows and reported ${bad}, but ${rows} are there`);
  return { kind: 'read', text: `${kept} rows, ${bad} bad` };
}

/** Rejects if there is no answer; a thread that never comes back is the caller's to stop. */
async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const error = new Error(`gave no answer in ${PATIENCE_MS} ms`);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}

function memoryNow(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const NAMES = new Map(WATCHED.map((one) => [one, new Set(Reflect.ownKeys(one))]));

/** Takes away what was added, so that the next case is judged for itself. */
function restorePrototypes(): string {
  const added: string[] = [];
  for (const [one, names] of NAMES)
    for (const key of Reflect.ownKeys(one))
      if (!names.has(key)) {
        added.push(String(key));
        Reflect.deleteProperty(one, key);
      }
  return added.join(', ');
}
