import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { npy, npz } from '../data/npzTesting';
import type { Encoder } from '../encoders';
import { openNodeEncoder } from '../encoders/testing/nodeEncoder';
import { type OtEngine, openOtEngine, parsePharaoh } from '../ot';
import { alignFile } from './alignFile';
import type { AlignJob, AlignSettings } from './alignTypes';

const SETTINGS: AlignSettings = {
  method: 'ot',
  itermaxOn: 'similarity',
  layer: 6,
  eps: 0.1,
  iterations: 500,
  tolerance: 1e-4,
  marginals: { kind: 'balanced' },
  distortion: 0,
  tau: 0.5,
  pool: 'any',
  scores: false,
};

let encoder: Encoder;
let engine: OtEngine;
beforeAll(async () => {
  encoder = await openNodeEncoder();
  engine = await openOtEngine({ threads: 1 });
});
afterAll(() => {
  engine.close();
  return encoder.close();
});

function run(job: Omit<AlignJob, 'settings'>, change: Partial<AlignSettings> = {}) {
  let seconds = 0;
  const seen: string[] = [];
  const tools = {
    openEncoder: async () => encoder,
    openPool: async () => undefined,
    openTransport: async () => ({ ...engine, close() {} }),
    now: () => seconds++,
    onProgress: (stage: string, done: number, total: number) =>
      void seen.push(`${stage} ${done}/${total}`),
  };
  const settings = { ...SETTINGS, ...change };
  return alignFile({ ...job, settings }, tools).then((outcome) => ({ ...outcome, seen }));
}

const pairs = (text: string) => ({
  kind: 'pairs' as const,
  input: { path: 'p.tsv', bytes: new TextEncoder().encode(text) },
});

test('the encoders are closed where the solver does not open', async () => {
  const job = { ...pairs('one\teins\n'.repeat(64)), settings: SETTINGS };
  let closed = 0;
  const tools = {
    openEncoder: async () => encoder,
    openPool: async () => ({
      encode: (texts: readonly string[]) => encoder.encode(texts, { layer: 6 }),
      close: () => void closed++,
    }),
    openTransport: () => Promise.reject(new Error('no solver')),
    now: () => 0,
    onProgress: () => undefined,
  };
  await expect(alignFile(job, tools)).rejects.toThrow('no solver');
  expect(closed).toBe(1);
});

describe('alignFile, sentence pairs', () => {
  test('translations align word by word, every line has one', async () => {
    const text = [
      'the house is red\tdas Haus ist rot',
      'the red house\tla maison rouge',
      '\tleer',
      'no tab',
      ' \t ',
      'two  words\t\u200b \u0007',
      'Wake me at seven\tWeck mich um sieben',
    ].join('\n');
    const outcome = await run(pairs(text));
    expect(outcome.text.split('\n')).toEqual([
      '0-0 1-1 2-2 3-3',
      '0-0 1-2 2-1',
      '',
      '',
      '',
      '',
      '0-0 1-1 2-2 3-3',
      '',
    ]);
    expect(outcome.problems).toEqual(['p.tsv:4: expected source TAB target, got "no tab"']);
    expect(outcome).toMatchObject({ pairs: 7, notes: [], solver: 'WASM' });
    expect(outcome.seen.at(-1)).toBe('align 7/7');
  });

  test('a pair has the same links alone and among others', async () => {
    const lines = ['a red house\tein rotes Haus', 'call my mother now\truf jetzt meine Mutter an'];
    const together = await run(pairs(lines.join('\n')), { scores: true });
    const alone = await Promise.all(lines.map((line) => run(pairs(line), { scores: true })));
    expect(together.text).toBe(alone.map(({ text }) => text).join(''));
  });

  test('scores are shares, with the same links', async () => {
    const plain = await run(pairs('the house is red\tdas Haus ist rot'));
    const scored = await run(pairs('the house is red\tdas Haus ist rot'), { scores: true });
    const links = parsePharaoh(scored.text.trim(), { file: 'out', line: 1 });
    expect(links.map(({ i, j }) => `${i}-${j}`).join(' ')).toBe(plain.text.trim());
    for (const { score } of links) {
      expect(score).toBeGreaterThan(0.2);
      expect(score).toBeLessThanOrEqual(1);
    }
  });

  test.each(['mutual', 'itermax', 'threshold'] as const)('%s', async (method) => {
    const outcome = await run(pairs('the house is red\tdas Haus ist rot'), { method });
    expect(outcome.text.split(' ')).toEqual(expect.arrayContaining(['0-0', '1-1', '2-2']));
    expect(outcome.solver === '').toBe(method !== 'threshold');
  });

  test('too few iterations are noted', async () => {
    const { notes } = await run(pairs('call my mother\truf jetzt bitte meine liebe Mutter an'), {
      eps: 0.01,
      iterations: 4,
      tolerance: 1e-6,
    });
    expect(notes).toEqual([
      'not converged after 4 iterations: 1 of 1 plans; raise --iterations or --epsilon',
    ]);
  });

  test('no lines give no text', async () => {
    expect(await run(pairs(''))).toMatchObject({ text: '', pairs: 0, problems: [] });
  });
});

describe('alignFile, gold links', () => {
  const text = 'the house is red\tdas Haus ist rot\nthe red house\tla maison rouge\n';
  const gold = (links: string) => ({
    ...({ format: 'pharaoh', first: 0, compat: 'none', alpha: 0.5 } as const),
    input: { path: 'gold.txt', bytes: new TextEncoder().encode(links) },
  });

  test('links are judged as they are written', async () => {
    const plain = await run({ ...pairs(text), gold: gold('0-0 1-1 2-2 3-3\n0-0 1-2 2-2') });
    expect(plain.text).toBe('0-0 1-1 2-2 3-3\n0-0 1-2 2-1\n');
    expect(plain.gold?.scores).toMatchObject({
      counts: { links: 7, sure: 7, sureHits: 6, possibleHits: 6 },
    });
    expect(plain.gold?.curve).toBeNull();
    const scored = await run({ ...pairs(text), gold: gold('0-0\n0-0') }, { scores: true });
    expect(scored.gold?.curve?.length).toBeGreaterThan(3);
    expect(await run(pairs(text))).not.toHaveProperty('gold');
  });

  test.each([
    ['0-0', 'gold.txt, line 2: found 1 lines, wanted 2, as many as links of p.tsv has'],
    ['0-0\n3-0', 'gold.txt, line 2, link 3-0: found source word 3, wanted 0 to 2'],
    ['0-0\n0=0', 'gold.txt, line 2, field 1: found "0=0"'],
  ])('%j is refused before anything is aligned', async (links, message) => {
    const transport = () => Promise.reject(new Error('aligned'));
    const job = { ...pairs(text), gold: gold(links), settings: SETTINGS };
    const tools = {
      openEncoder: async () => encoder,
      openPool: async () => undefined,
      openTransport: transport,
      now: () => 0,
      onProgress: () => undefined,
    };
    await expect(alignFile(job, tools)).rejects.toThrow(message);
  });
});

describe('alignFile, vectors', () => {
  // Target tokens are the source's in the order 2 0 1; the second pair has no target.
  const bytes = (words?: boolean) =>
    npz({
      x: npy('<f4', [4, 3], Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0)),
      y: npy('<f2', [3, 3], Uint16Array.of(0, 0, 0x3c00, 0x3c00, 0, 0, 0, 0x3c00, 0)),
      x_offsets: npy('<i8', [3], BigInt64Array.of(0n, 3n, 4n)),
      y_offsets: npy('<i4', [3], Int32Array.of(0, 3, 3)),
      ...(words && { y_words: npy('<i4', [3], Int32Array.of(0, 0, -1)) }),
    });
  const job = (words?: boolean) => ({
    kind: 'vectors' as const,
    input: { path: 'v.npz', bytes: bytes(words) },
  });

  test('tokens are words unless the file says otherwise', async () => {
    expect((await run(job())).text).toBe('0-1 1-2 2-0\n\n');
    expect((await run(job(true))).text).toBe('0-0 2-0\n\n');
    expect((await run(job(true), { pool: 'none' })).text).toBe('0-1 1-2 2-0\n\n');
  });

  test('more pairs than one chunk', async () => {
    const count = 300;
    const many = npz({
      x: npy('<f4', [count, 1], new Float32Array(count).fill(2)),
      y: npy('<f4', [count, 1], new Float32Array(count).fill(3)),
      x_offsets: npy(
        '<i4',
        [count + 1],
        Int32Array.from({ length: count + 1 }, (_, at) => at),
      ),
      y_offsets: npy(
        '<i4',
        [count + 1],
        Int32Array.from({ length: count + 1 }, (_, at) => at),
      ),
    });
    const input = { path: 'v.npz', bytes: many };
    const outcome = await run({ kind: 'vectors', input }, { scores: true });
    expect(outcome.text).toBe('0-0-1.0000\n'.repeat(count));
    expect(outcome.seen).toEqual(['align 128/300', 'align 256/300', 'align 300/300']);
  });

  test('a damaged file is refused by name', async () => {
    const input = { path: 'v.npz', bytes: npz({ x: new Uint8Array(3) }) };
    await expect(run({ kind: 'vectors', input })).rejects.toThrow('v.npz, x: does not begin with');
  });
});
