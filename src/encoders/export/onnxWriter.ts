import { PbfWriter } from 'pbf';
import { ONNX_TYPE } from '../weights/onnxFile';

/** A whole number, a list of whole numbers, or a float marked as such. */
export type OnnxAttribute = number | readonly number[] | { readonly float: number };

export interface OnnxNodeSpec {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A graph's input or output; named sizes are free. */
export interface OnnxPort {
  readonly name: string;
  readonly type: 'float' | 'int64';
  readonly shape: readonly (string | number)[];
}

export interface OnnxConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

export interface OnnxModelSpec {
  readonly name: string;
  readonly nodes: readonly OnnxNodeSpec[];
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  /** Of ONNX's own operators. */
  readonly opset: number;
}

const IR_VERSION = 9;
/** AttributeProto.AttributeType. */
const ATTRIBUTE = { float: 1, int: 2, ints: 7 } as const;

/** Writes an ONNX file; the field numbers are those of onnx.proto3. */
export function writeOnnx(model: OnnxModelSpec): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, 'optical-bench');
  pbf.writeMessage(7, writeGraph, model);
  pbf.writeMessage(8, (opset, to) => to.writeVarintField(2, opset), model.opset);
  return pbf.finish();
}

function writeGraph({ name, nodes, constants, inputs, outputs }: OnnxModelSpec, pbf: PbfWriter) {
  for (const node of nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, name);
  for (const constant of constants) pbf.writeMessage(5, writeTensor, constant);
  for (const port of inputs) pbf.writeMessage(11, writePort, port);
  for (const port of outputs) pbf.writeMessage(12, writePort, port);
}

function writeNode({ op, inputs, outputs, attributes }: OnnxNodeSpec, pbf: PbfWriter) {
  for (const input of inputs) pbf.writeStringField(1, input);
  for (const output of outputs) pbf.writeStringField(2, output);
  pbf.writeStringField(4, op);
  for (const entry of Object.entries(attributes)) pbf.writeMessage(5, writeAttribute, entry);
}

function writeAttribute([name, value]: [string, OnnxAttribute], pbf: PbfWriter) {
  pbf.writeStringField(1, name);
  if (typeof value === 'number') {
    pbf.writeVarintField(3, value);
    pbf.writeVarintField(20, ATTRIBUTE.int);
  } else if ('float' in value) {
    pbf.writeFloatField(2, value.float);
    pbf.writeVarintField(20, ATTRIBUTE.float);
  } else {
    for (const item of value) pbf.writeVarintField(8, item);
    pbf.writeVarintField(20, ATTRIBUTE.ints);
  }
}

function writeTensor({ name, shape, values }: OnnxConstant, pbf: PbfWriter) {
  for (const size of shape) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, values instanceof Float32Array ? ONNX_TYPE.float : ONNX_TYPE.int64);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function writePort({ name, type, shape }: OnnxPort, pbf: PbfWriter) {
  pbf.writeStringField(1, name);
  pbf.writeMessage(
    2,
    (_, typeProto) =>
      typeProto.writeMessage(
        1,
        (_none, tensor) => {
          tensor.writeVarintField(1, ONNX_TYPE[type]);
          tensor.writeMessage(2, writeShape, shape);
        },
        null,
      ),
    null,
  );
}

function writeShape(shape: readonly (string | number)[], pbf: PbfWriter) {
  for (const size of shape)
    pbf.writeMessage(
      1,
      (value, dim) => {
        if (typeof value === 'number') dim.writeVarintField(1, value);
        else dim.writeStringField(2, value);
      },
      size,
    );
}
