import { beforeAll, describe, expect, it } from 'vitest';
import { type EncoderWeights, openHostNn, runLayers } from '../../nn';
import type { FetchBytes } from '../fetchBytes';
import golden from '../testing/golden.json';
import { openNodeEncoder, readBuilt, worstDifference } from '../testing/nodeEncoder';
import type { Encoded, Encoder } from '../types';
import { loadEncoderWeights } from './loadEncoderWeights';

const TEXTS = ['Set an alarm for seven', 'weka kengele saa moja asubuhi', 'a', 'कल मौसम कैसा रहेगा?'];
/** Layers 1 and 2 multiply in float32 in onnxruntime, too. */
const FLOAT32_ERROR = 1e-5; // measured: 2.4e-6
/** The reference has six digits. */
const REFERENCE_ERROR = { 6: 1e-5, 12: 2e-6 }; // measured: 4.7e-6, 5.2e-7
/** What int8 products do to one layer, and to all from the ids on. */
const INT8_ERROR = { 3: 0.1, 7: 0.2, 12: 0.025, all: 0.11 }; // measured: .046, .095, .012, .052

let encoder: Encoder;
let weights: EncoderWeights;
const states = new Map<number, Encoded>();

beforeAll(async () => {
  weights = await loadEncoderWeights({ fetchBytes: readBuilt, embedding: true });
  encoder = await openNodeEncoder();
  for (let layer = 12; layer >= 0; layer--)
    states.set(layer, await encoder.encode(TEXTS, { layer, specialTokens: 'keep' }));
  return () => encoder.close();
});

function offsetsOf(lengths: readonly number[]): Uint32Array {
  let end = 0;
  return Uint32Array.of(0, ...lengths.map((length) => (end += length)));
}

async function forward(from: number | 'ids', to: number): Promise<Float32Array> {
  using ops = openHostNn('float64');
  const start = states.get(from === 'ids' ? 0 : from)!;
  const ids = Uint32Array.from(TEXTS.flatMap((text) => [...encoder.tokenise(text).ids]));
  const given = from === 'ids' ? { ids } : { states: start.vectors };
  return runLayers(ops, weights, { offsets: start.offsets, ...given }, from, to);
}

describe('the forward of dequantised weights', () => {
  it('has the shape of the graphs', () => {
    expect(weights.shape).toEqual({
      layers: 12,
      width: 384,
      heads: 12,
      inner: 1536,
      normEpsilon: Math.fround(1e-12),
      vocabulary: 88_000,
      positions: 512,
    });
  });

  it.each([
    ['ids', 0],
    [0, 1],
    [1, 2],
    ['ids', 2],
  ] as const)('equals onnxruntime from %s to layer %i', async (from, to) => {
    const got = await forward(from, to);
    expect(worstDifference(got, states.get(to)!.vectors)).toBeLessThan(FLOAT32_ERROR);
  });

  // The reference is the float64 forward of the container that the graphs were built from.
  it('equals the float64 reference at layers 6 and 12', async () => {
    const reference = golden.slice(0, 4);
    const ids = reference.map(({ text }) => [...encoder.tokenise(text).ids]);
    const offsets = offsetsOf(ids.map(({ length }) => length));
    using ops = openHostNn('float64');
    const input = { offsets, ids: Uint32Array.from(ids.flat()) };
    const six = await runLayers(ops, weights, input, 'ids', 6);
    const twelve = await runLayers(ops, weights, { offsets, states: six }, 6, 12);
    const rows = (layer: 6 | 12) =>
      reference.flatMap(({ layers }) =>
        layers[layer].rows.map((row, token) => [...row, layers[layer].norms[token]!]),
      );
    const worst = [rows(6), rows(12)].map((wanted, at) => {
      const got = at === 0 ? six : twelve;
      expect(wanted).toHaveLength(got.length / 384);
      return wanted.reduce((most, want, row) => {
        const own = got.subarray(row * 384, (row + 1) * 384);
        return Math.max(most, worstDifference([...own.subarray(0, 8), Math.hypot(...own)], want));
      }, 0);
    });
    expect(worst[0]).toBeLessThan(REFERENCE_ERROR[6]);
    expect(worst[1]).toBeLessThan(REFERENCE_ERROR[12]);
  });

  it.each([3, 7, 12] as const)('differs by int8 steps at layer %i', async (layer) => {
    const worst = worstDifference(await forward(layer - 1, layer), states.get(layer)!.vectors);
    expect(worst).toBeLessThan(INT8_ERROR[layer]);
    expect(worst).toBeGreaterThan(FLOAT32_ERROR);
  });

  it('differs by int8 steps from ids to the last layer', async () => {
    const worst = worstDifference(await forward('ids', 12), states.get(12)!.vectors);
    expect(worst).toBeLessThan(INT8_ERROR.all);
  });
});

describe('what is fetched', () => {
  it('is the manifest and the parts asked for', async () => {
    const names: string[] = [];
    const top = await loadEncoderWeights({
      fetchBytes: (name) => {
        names.push(name);
        return readBuilt(name);
      },
      layers: { from: 11, to: 12 },
    });
    expect(names).toEqual(['encoder.json', 'layer11.onnx', 'layer12.onnx']);
    expect(top.embedding).toBeUndefined();
    expect(top.layers.map((layer) => layer !== undefined)).toEqual(
      Array.from({ length: 12 }, (_, at) => at >= 10),
    );
    expect(worstDifference(top.layers[11]!.q.w, weights.layers[11]!.q.w)).toBe(0);
    expect(worstDifference(top.layers[11]!.outer.b, weights.layers[11]!.outer.b)).toBe(0);
  });

  it('is checked by sha256', async () => {
    const damaged: FetchBytes = async (name) => {
      const bytes = await readBuilt(name);
      if (name === 'layer12.onnx') bytes[bytes.length >> 1]! ^= 1;
      return bytes;
    };
    await expect(
      loadEncoderWeights({ fetchBytes: damaged, layers: { from: 12, to: 12 } }),
    ).rejects.toThrow(/^layer12.onnx: found sha256 [0-9a-f]{64}, want 42526d70/);
  });

  it('stops on a signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(loadEncoderWeights({ fetchBytes: readBuilt, signal })).rejects.toThrow('enough');
  });

  it.each([
    [0, 12],
    [1, 13],
    [5, 4],
    [1.5, 2],
  ])('cannot be layers %f to %f', async (from, to) => {
    await expect(
      loadEncoderWeights({ fetchBytes: readBuilt, layers: { from, to } }),
    ).rejects.toThrow(`layers must be a range within 1 to 12, got ${from} to ${to}`);
  });

  it('needs a place to fetch from', async () => {
    await expect(loadEncoderWeights({})).rejects.toThrow('want baseUrl or fetchBytes');
  });
});
