import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import golden from './testing/golden.json';
import { openNodeEncoder, readBuilt, rowsOf, worstDifference } from './testing/nodeEncoder';
import type { Encoded, Encoder, EncoderProgress } from './types';

const texts = golden.map((entry) => entry.text);
const DIMENSION = 384;
/** Bounds of what int8 arithmetic costs on these sentences, layers 6 and 12. */
const INT8_ERROR = { 6: 0.09, 12: 0.06 }; // measured: .0657 and .0383
let encoder: Encoder;
let all: Encoded;

beforeAll(async () => {
  encoder = await openNodeEncoder();
  all = await encoder.encode(texts);
});
afterAll(() => encoder.close());

/** Largest difference from the float64 reference over the first 8 values and the norm of each token. */
function goldenError(encoded: Encoded, text: number, layer: '6' | '12'): number {
  const { rows, norms } = golden[text]!.layers[layer];
  const got = rowsOf(encoded, text);
  let worst = 0;
  // <s> and </s> stand first and last in the reference and are dropped from the result.
  for (let token = 1; token < rows.length - 1; token++) {
    const row = got.subarray((token - 1) * DIMENSION, token * DIMENSION);
    worst = Math.max(worst, worstDifference(row.subarray(0, 8), rows[token]!));
    worst = Math.max(worst, Math.abs(Math.hypot(...row) - norms[token]!));
  }
  return worst;
}

describe('encode', () => {
  it.each(golden.map((entry, at) => [entry.language, at] as const))(
    'matches float64 on %s',
    (_, at) => {
      expect(all.pieces[at]).toEqual(golden[at]!.pieces.slice(1, -1));
      expect(goldenError(all, at, '12')).toBeLessThan(INT8_ERROR[12]);
    },
  );

  it('gives the states of layer 6, and fetches no deeper', async () => {
    const fetched: string[] = [];
    const shallow = await openNodeEncoder((name) => {
      fetched.push(name);
      return readBuilt(name);
    });
    const six = await shallow.encode(texts.slice(0, 11), { layer: 6 });
    await shallow.close();
    for (let at = 0; at < 11; at++) expect(goldenError(six, at, '6')).toBeLessThan(INT8_ERROR[6]);
    expect(fetched.at(-1)).toBe('layer06.onnx');
    expect(fetched).toHaveLength(9);
  });

  it('gives a text the same floats whatever else is in the call', async () => {
    const alone = await encoder.encode([texts[0]!]);
    const reversed = await encoder.encode([...texts].reverse(), { batchTokens: 40 });
    expect(rowsOf(alone, 0)).toEqual(rowsOf(all, 0));
    expect(rowsOf(reversed, texts.length - 1)).toEqual(rowsOf(all, 0));
  });

  it('keeps <s> and </s> when asked', async () => {
    const kept = await encoder.encode([texts[0]!], { specialTokens: 'keep' });
    expect(kept.pieces[0]!.at(0)).toBe('<s>');
    expect(kept.pieces[0]!.at(-1)).toBe('</s>');
    expect(rowsOf(kept, 0).slice(DIMENSION, -DIMENSION)).toEqual(rowsOf(all, 0));
  });

  it('gives no rows for no texts and for an empty text', async () => {
    expect((await encoder.encode([])).offsets).toEqual(new Uint32Array(1));
    const mixed = await encoder.encode(['', texts[0]!, '']);
    expect(mixed.offsets[1]).toBe(0);
    expect(mixed.offsets[2]).toBe(mixed.offsets[3]);
    expect(rowsOf(mixed, 1)).toEqual(rowsOf(all, 0));
  });

  it('counts truncated texts', async () => {
    const long = await encoder.encode(['so '.repeat(5000), 'short'], { layer: 1 });
    expect(long.truncated).toBe(1);
    expect(long.pieces[0]).toHaveLength(510);
  });

  it('reports tokens done, up to the total', async () => {
    const seen: EncoderProgress[] = [];
    await encoder.encode(texts, { layer: 1, onProgress: (progress) => seen.push(progress) });
    const done = seen.map((progress) => progress.done);
    expect(seen.every((progress) => progress.phase === 'encode')).toBe(true);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(seen[0]!.total);
  });

  it('stops between batches', async () => {
    const control = new AbortController();
    let batches = 0;
    const onProgress = () => {
      batches++;
      control.abort(new Error('enough'));
    };
    const run = encoder.encode(texts, { batchTokens: 16, signal: control.signal, onProgress });
    await expect(run).rejects.toThrow('enough');
    expect(batches).toBe(1);
  });
});

describe('what encode refuses', () => {
  it.each([-1, 13, 1.5, Number.NaN])('layer %f', async (layer) => {
    const message = `layer must be an integer from 0 to 12, got ${layer}`;
    await expect(encoder.encode(['a'], { layer })).rejects.toThrow(message);
  });

  it('a closed encoder', async () => {
    const other = await openNodeEncoder();
    await other.close();
    await other.close();
    await expect(other.encode(['a'])).rejects.toThrow('encoder is closed');
  });
});
