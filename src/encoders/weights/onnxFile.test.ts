import fc from 'fast-check';
import { PbfWriter } from 'pbf';
import { beforeAll, describe, expect, it } from 'vitest';
import { ParseError } from '../../lib';
import { readBuilt } from '../testing/nodeEncoder';
import { embeddingWeights, layerSizes, layerWeights, normEpsilonOf } from './embeddedGraph';
import { ONNX_TYPE, onnxTensor, readOnnx } from './onnxFile';

let bytes: Uint8Array;
beforeAll(async () => {
  bytes = await readBuilt('layer12.onnx');
});

/** A graph of one node and one tensor, written field by field. */
function tinyOnnx(tensor: (pbf: PbfWriter) => void): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeMessage(
    7,
    (_, graph) => {
      graph.writeMessage(1, (_none, node) => node.writeStringField(4, 'Identity'), null);
      graph.writeMessage(5, (_none, inner) => tensor(inner), null);
    },
    null,
  );
  pbf.writeMessage(8, (_, opset) => opset.writeVarintField(2, 21), null);
  return pbf.finish();
}

describe('readOnnx', () => {
  it('reads tensors and attributes', () => {
    const graph = readOnnx(bytes, 'layer12.onnx');
    expect(onnxTensor(graph, 'qkv.w', 'uint8').dims).toEqual([1152, 12, 16]);
    expect(normEpsilonOf(graph)).toBe(Math.fround(1e-12));
    expect(layerSizes(graph, 384)).toEqual({ heads: 12, inner: 1536 });
    expect(graph.nodes.filter(({ op }) => op === 'Softmax')).toHaveLength(1);
    expect(graph.nodes.find(({ op }) => op === 'LayerNormalization')?.attributes.get('axis')).toBe(
      -1,
    );
  });

  it('reads dims that are packed and dims that are not', () => {
    const packed = tinyOnnx((pbf) => {
      pbf.writePackedVarint(1, [2, 3]);
      pbf.writeVarintField(2, ONNX_TYPE.uint8);
      pbf.writeStringField(8, 'a');
      pbf.writeBytesField(9, new Uint8Array(6));
    });
    const loose = tinyOnnx((pbf) => {
      pbf.writeVarintField(1, 2);
      pbf.writeVarintField(1, 3);
      pbf.writeVarintField(2, ONNX_TYPE.uint8);
      pbf.writeStringField(8, 'a');
      pbf.writeBytesField(9, new Uint8Array(6));
    });
    for (const file of [packed, loose])
      expect(onnxTensor(readOnnx(file, 'f'), 'a', 'uint8', [2, 3]).bytes).toHaveLength(6);
  });

  it('refuses every cut of a file with a ParseError', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
        expect(() => readOnnx(bytes.subarray(0, length), 'cut.onnx')).toThrow(ParseError);
        expect(() => readOnnx(bytes.subarray(0, length), 'cut.onnx')).toThrow(/^cut\.onnx/);
      }),
      { examples: [[0], [1], [bytes.length - 1]] },
    );
  });

  it('throws nothing but ParseError on noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(() => readOnnx(noise, 'noise')).toThrow(ParseError);
      }),
    );
  });

  it('refuses weights that lie in another file', () => {
    const outside = tinyOnnx((pbf) => pbf.writeVarintField(14, 1));
    expect(() => readOnnx(outside, 'f.onnx')).toThrow(/f\.onnx: .*external data/);
  });
});

describe('a graph that is not of tools/encoder', () => {
  const tensor = (type: number, size: number) => (pbf: PbfWriter) => {
    pbf.writeVarintField(1, 384);
    pbf.writeVarintField(2, type);
    pbf.writeStringField(8, 'ao.b');
    pbf.writeBytesField(9, new Uint8Array(size));
  };
  const read = (type: number, size: number) => readOnnx(tinyOnnx(tensor(type, size)), 'f.onnx');

  it.each([
    ['another type', read(ONNX_TYPE.half, 768), 'f.onnx, ao.b: found data type 10, want 1'],
    ['too few bytes', read(ONNX_TYPE.float, 1535), 'f.onnx, ao.b: found 1535 bytes, want 1536'],
  ])('has %s', (_, graph, message) => {
    expect(() => onnxTensor(graph, 'ao.b', 'float')).toThrow(message);
  });

  it('has another shape or lacks a tensor', () => {
    const graph = read(ONNX_TYPE.float, 1536);
    expect(() => onnxTensor(graph, 'ao.b', 'float', [2, 192])).toThrow(
      'f.onnx, ao.b: found shape [384], want [2,192]',
    );
    expect(() => layerWeights(graph, 1, 384)).toThrow(
      'f.onnx, per_head: found no such initialiser',
    );
    expect(() => embeddingWeights(graph, 4, 2, 32)).toThrow('f.onnx, word: found no such');
    expect(() => normEpsilonOf(graph)).toThrow('LayerNormalization.epsilon: found none');
  });

  it('has another width than the manifest', () => {
    const graph = readOnnx(bytes, 'layer12.onnx');
    expect(() => layerWeights(graph, 12, 768)).toThrow(
      'layer12.onnx, per_head: found 12 x 32, want 768',
    );
  });
});
