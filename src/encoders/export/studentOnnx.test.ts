import { beforeAll, describe, expect, it } from 'vitest';
import type { EncoderWeights } from '../../nn';
import { randomEncoder, randomIds, TINY } from '../../nn/encoder/testing';
import { readBuilt, worstDifference } from '../testing/nodeEncoder';
import { loadEncoderWeights } from '../weights/loadEncoderWeights';
import { readOnnx } from '../weights/onnxFile';
import { onnxVectors, ownVectors, randomHeads } from './exportTesting';
import { studentOnnx } from './studentOnnx';

const tiny = randomEncoder();
const texts = randomIds([5, 2, 9, 3]);
const heads = randomHeads(TINY.width, 16);
/** Components of unit vectors: onnxruntime's float32 against float64. */
const ERROR = 6e-7; // measured: 2.9e-7

describe('the exported graph', () => {
  it.each(Object.keys(heads))('gives the vectors of our own forward: %s', async (kind) => {
    const student = { encoder: tiny, head: heads[kind]! };
    const got = await onnxVectors(studentOnnx(student), texts);
    const worst = worstDifference(got, await ownVectors(student, texts));
    expect(worst).toBeLessThan(ERROR);
  });

  it('uses operators of ONNX alone', () => {
    const { nodes } = readOnnx(studentOnnx({ encoder: tiny, head: heads.everything! }), 'student');
    expect(nodes.length).toBeGreaterThan(60);
    expect(nodes.every(({ domain }) => domain === '')).toBe(true);
  });

  it('refuses an encoder with gaps', () => {
    const { embedding: _, ...encoder } = tiny;
    expect(() => studentOnnx({ encoder, head: heads.plain! })).toThrow(
      'embeddings were not loaded',
    );
  });
});

describe('the top layers of the embedded encoder', () => {
  let encoder: EncoderWeights;
  beforeAll(async () => {
    const loaded = await loadEncoderWeights({
      fetchBytes: readBuilt,
      layers: { from: 11, to: 12 },
    });
    const { width, inner, heads: count, normEpsilon } = loaded.shape;
    const shape = { ...TINY, width, inner, heads: count, normEpsilon };
    const { embedding } = randomEncoder(shape);
    encoder = { shape, embedding: embedding!, layers: loaded.layers.slice(10) };
  });

  it('give the vectors of our own forward as float32 ONNX', async () => {
    const student = { encoder, head: randomHeads(384, 128).plain! };
    const got = await onnxVectors(studentOnnx(student), texts);
    const worst = worstDifference(got, await ownVectors(student, texts));
    expect(worst).toBeLessThan(ERROR);
  });
});
