import { readPairs, readVectorPairs } from '../data';
import type { Encoder } from '../encoders';
import type { OtEngine } from '../ot';
import { alignPairs, needsPlan } from './alignPairs';
import type { AlignJob, AlignOutcome, AlignSettings } from './alignTypes';
import { type TokenSource, textSource, vectorSource } from './tokenSources';

/** What a file is aligned with; opened only where the job needs it. */
export interface AlignTools {
  openEncoder(): Promise<Encoder>;
  /** Closed at the end. */
  openTransport(): Promise<OtEngine>;
  /** Seconds. */
  now(): number;
  onProgress(stage: 'load' | 'align', done: number, total: number): void;
}

/** Pairs encoded and solved together: full batches of like length, and 20 MB of vectors at d = 384. */
const CHUNK = 128;

const SOLVERS = { wasm: 'WASM', wgsl: 'WebGPU' } as const;

/**
 * Aligns a file of sentence pairs or of token vectors, `CHUNK` pairs at a time.
 *
 * @throws ParseError if the file cannot be read; RangeError for settings that make no sense.
 */
export async function alignFile(job: AlignJob, tools: AlignTools): Promise<AlignOutcome> {
  const { settings } = job;
  const began = tools.now();
  const { source, problems } = await openSource(job, tools);
  const transport = needsPlan(settings) ? await tools.openTransport() : undefined;
  const seconds = { load: tools.now() - began, encode: 0, solve: 0, link: 0 };
  const count = { unconverged: 0, truncated: 0 };
  const lines: string[] = [];
  for (let start = 0; start < source.total; start += CHUNK) {
    const end = Math.min(source.total, start + CHUNK);
    const before = tools.now();
    const { pairs, truncated } = await source.read(start, end);
    seconds.encode += tools.now() - before;
    const aligned = await alignPairs(pairs, source.d, settings, transport, tools.now);
    for (const line of aligned.lines) lines.push(`${line}\n`);
    seconds.solve += aligned.seconds.solve;
    seconds.link += aligned.seconds.link;
    count.unconverged += aligned.unconverged;
    count.truncated += truncated;
    tools.onProgress('align', end, source.total);
  }
  return {
    text: lines.join(''),
    pairs: source.total,
    problems,
    notes: notesOf(count, source.total, settings),
    seconds,
    solver: transport ? SOLVERS[transport.kind] : '',
  };
}

async function openSource({ input, kind, settings }: AlignJob, tools: AlignTools) {
  if (kind === 'vectors') return { source: vectorSource(readVectorPairs(input)), problems: [] };
  const { pairs, problems } = readPairs(input);
  const encoder = await tools.openEncoder();
  // Opens the graphs, so that `encode` times encoding alone.
  await encoder.encode(['a'], {
    layer: settings.layer,
    onProgress: ({ phase, done, total }) =>
      phase === 'load' && tools.onProgress(phase, done, total),
  });
  const source: TokenSource = textSource(pairs, encoder, settings.layer);
  // The place as compilers and editors write it.
  return { source, problems: problems.map((one) => `${one.file}:${one.line}: ${one.detail}`) };
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
