import { readPairs, readVectorPairs, type SentencePair } from '../data';
import type { Encoder } from '../encoders';
import type { OtEngine, WordCounts } from '../ot';
import { judgeFile } from './alignGold';
import { alignPairs, needsPlan } from './alignPairs';
import type { AlignJob, AlignOutcome, AlignSettings } from './alignTypes';
import type { EncoderPool, EncodeTexts } from './encoderPool';
import { type TokenSource, textSource, vectorSource } from './tokenSources';
import { splitWords } from './wordPieces';

/** What a file is aligned with; opened only where the job needs it. */
export interface AlignTools {
  openEncoder(): Promise<Encoder>;
  /** Encoders at work at the same time, opened up to `layer`; undefined where one is as fast. Closed at the end. */
  openPool(layer: number): Promise<Pick<EncoderPool, 'encode' | 'close'> | undefined>;
  /** Closed at the end. */
  openTransport(): Promise<OtEngine>;
  /** Seconds. */
  now(): number;
  onProgress(stage: 'load' | 'align' | 'encode', done: number, total: number): void;
}

/** Pairs encoded and solved together: full batches of like length, and 20 MB of vectors at d = 384. */
const CHUNK = 128;

/** Pairs from which several encoders repay their loading. */
const MANY = 64;

const SOLVERS = { wasm: 'WASM', wgsl: 'WebGPU' } as const;

/**
 * Aligns a file of sentence pairs or of token vectors, `CHUNK` pairs at a time; while a chunk is aligned the next
 * one is encoded.
 *
 * @throws ParseError if the file cannot be read; RangeError for settings that make no sense.
 */
export async function alignFile(job: AlignJob, tools: AlignTools): Promise<AlignOutcome> {
  const { settings } = job;
  const began = tools.now();
  const { source, problems, close, words } = await openSource(job, tools);
  let transport: OtEngine | undefined;
  try {
    // Bad gold links are told before anything is aligned.
    if (job.gold) judge('\n'.repeat(source.total), job, words);
    transport = needsPlan(settings) ? await tools.openTransport() : undefined;
    const load = tools.now() - began;
    const { lines, notes, seconds } = await alignAll(source, settings, transport, tools);
    const text = lines.map((line) => `${line}\n`).join('');
    return {
      text,
      pairs: source.total,
      problems,
      notes,
      seconds: { load, ...seconds },
      solver: transport ? SOLVERS[transport.kind] : '',
      ...(job.gold && { gold: judge(text, job, words) }),
    };
  } finally {
    close();
    transport?.close();
  }
}

/** The links as they are written, so that a later look at the file gives the same figures. */
function judge(text: string, { input, gold }: AlignJob, words: readonly WordCounts[] | undefined) {
  const links = { path: `links of ${input.path}`, bytes: new TextEncoder().encode(text) };
  return judgeFile({ links: { input: links, first: 0 }, gold: gold! }, words);
}

async function alignAll(
  source: TokenSource,
  settings: AlignSettings,
  transport: OtEngine | undefined,
  tools: AlignTools,
) {
  const seconds = { encode: 0, solve: 0, link: 0 };
  const count = { unconverged: 0, truncated: 0 };
  const lines: string[] = [];
  const read = (start: number) => {
    const chunk = source.read(start, Math.min(source.total, start + CHUNK));
    chunk.catch(() => {}); // told where it is awaited
    return chunk;
  };
  let next = read(0);
  for (let start = 0; start < source.total; start += CHUNK) {
    const before = tools.now();
    const { pairs, truncated } = await next;
    seconds.encode += tools.now() - before;
    if (start + CHUNK < source.total) next = read(start + CHUNK);
    const aligned = await alignPairs(pairs, source.d, settings, transport, tools.now);
    lines.push(...aligned.lines);
    seconds.solve += aligned.seconds.solve;
    seconds.link += aligned.seconds.link;
    count.unconverged += aligned.unconverged;
    count.truncated += truncated;
    tools.onProgress('align', start + pairs.length, source.total);
  }
  return { lines, notes: notesOf(count, source.total, settings), seconds };
}

async function openSource({ input, kind, settings }: AlignJob, tools: AlignTools) {
  if (kind === 'vectors')
    return { source: vectorSource(await readVectorPairs(input)), problems: [], close() {} };
  const { pairs, problems } = readPairs(input);
  const { layer } = settings;
  const encoder = await tools.openEncoder();
  const pool = pairs.length < MANY ? undefined : await tools.openPool(layer);
  // Opens the graphs, so that `encode` times encoding alone.
  if (!pool)
    await encoder.encode(['a'], {
      layer,
      onProgress: ({ phase, done, total }) =>
        phase === 'load' && tools.onProgress(phase, done, total),
    });
  const encode: EncodeTexts = pool?.encode ?? ((texts) => encoder.encode(texts, { layer }));
  return {
    source: textSource(pairs, encoder, encode),
    // The place as compilers and editors write it.
    problems: problems.map((one) => `${one.file}:${one.line}: ${one.detail}`),
    words: pairs.map(countWords),
    close: () => pool?.close(),
  };
}

function countWords({ source, target }: SentencePair): WordCounts {
  return { source: splitWords(source).length, target: splitWords(target).length };
}

function notesOf(
  count: { unconverged: number; truncated: number },
  total: number,
  { iterations }: AlignSettings,
) {
  const notes: string[] = [];
  if (count.unconverged > 0)
    notes.push(
      `not converged after ${iterations} iterations: ${count.unconverged} of ${total} plans; raise --iterations or --epsilon`,
    );
  if (count.truncated > 0)
    notes.push(
      `longer than the encoder takes: ${count.truncated} sides; words beyond their end have no links`,
    );
  return notes;
}
