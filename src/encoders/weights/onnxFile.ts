import { PbfReader } from 'pbf';
import { ParseError } from '../../lib';

/** Numbers of TensorProto.DataType that the encoder's graphs use. */
export const ONNX_TYPE = { float: 1, uint8: 2, int64: 7, half: 10, int4: 22 } as const;
export type OnnxTypeName = keyof typeof ONNX_TYPE;

const BITS: Readonly<Record<OnnxTypeName, number>> = {
  float: 32,
  uint8: 8,
  int64: 64,
  half: 16,
  int4: 4,
};

/** A constant of a graph; `bytes` is little-endian and packed, a view into the file. */
export interface OnnxTensor {
  readonly dims: readonly number[];
  readonly type: number;
  readonly bytes: Uint8Array;
}

export interface OnnxNode {
  readonly op: string;
  /** Of its operator set; '' is ONNX's own. */
  readonly domain: string;
  /** The attributes that are one number. */
  readonly attributes: ReadonlyMap<string, number>;
}

/** What the reader keeps of a graph. */
export interface OnnxGraph {
  readonly file: string;
  readonly tensors: ReadonlyMap<string, OnnxTensor>;
  readonly nodes: readonly OnnxNode[];
}

const LENGTH_DELIMITED = 2;

/**
 * Reads constants and nodes of an ONNX file. The field numbers are those of onnx.proto3 (ONNX IR 10).
 *
 * @throws ParseError naming the file if it is cut off, is no ONNX graph, or keeps its weights elsewhere.
 */
export function readOnnx(bytes: Uint8Array, file: string): OnnxGraph {
  const tensors = new Map<string, OnnxTensor>();
  const nodes: OnnxNode[] = [];
  const domains = new Set<string>();
  const pbf = new PbfReader(bytes);
  try {
    message(pbf, bytes.length, {
      8: (end) => domains.add(readDomain(pbf, end)),
      7: (end) =>
        message(pbf, end, {
          1: (inner) => nodes.push(readNode(pbf, inner)),
          5: (inner) => tensors.set(...readTensor(pbf, inner)),
        }),
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ParseError(file, 0, '', `not a whole ONNX file of ${bytes.length} bytes: ${why}`);
  }
  if (nodes.length === 0)
    throw new ParseError(file, 0, 'graph', `found no nodes in ${bytes.length} bytes, want a graph`);
  const foreign = nodes.find(({ domain }) => !domains.has(domain));
  if (foreign)
    throw new ParseError(
      file,
      0,
      'opset_import',
      `found no operator set "${foreign.domain}", which ${foreign.op} is of; the file may be cut off`,
    );
  return { file, tensors, nodes };
}

/** A tensor's bytes after checking that it is there with this type and, where given, this shape. */
export function onnxTensor(
  { file, tensors }: OnnxGraph,
  name: string,
  type: OnnxTypeName,
  shape?: readonly number[],
): OnnxTensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new ParseError(file, 0, name, 'found no such initialiser');
  if (tensor.type !== ONNX_TYPE[type])
    throw new ParseError(file, 0, name, `found data type ${tensor.type}, want ${ONNX_TYPE[type]}`);
  if (shape && (tensor.dims.length !== shape.length || tensor.dims.some((n, k) => n !== shape[k])))
    throw new ParseError(file, 0, name, `found shape [${tensor.dims}], want [${shape}]`);
  const want = Math.ceil((tensor.dims.reduce((a, b) => a * b, 1) * BITS[type]) / 8);
  if (tensor.bytes.length !== want)
    throw new ParseError(file, 0, name, `found ${tensor.bytes.length} bytes, want ${want}`);
  return tensor;
}

type Fields = Readonly<Record<number, (end: number) => void>>;

/** Reads fields up to `end`; a handler gets where its value ends. pbf itself does not look at ends. */
function message(pbf: PbfReader, end: number, fields: Fields): void {
  for (let tag = pbf.nextField(end); tag !== 0; tag = pbf.nextField(end)) {
    const read = fields[tag];
    if (!read) continue;
    if (pbf.type !== LENGTH_DELIMITED) {
      read(end);
      continue;
    }
    const size = pbf.readVarint();
    const inner = pbf.pos + size;
    if (!(inner <= end)) throw new Error(`a field at byte ${pbf.pos} ends at ${inner} of ${end}`);
    read(inner);
    pbf.pos = inner;
  }
  if (pbf.pos !== end) throw new Error(`a field ends at byte ${pbf.pos}, its message at ${end}`);
}

function bytesUntil(pbf: PbfReader, end: number): Uint8Array {
  return pbf.buf.subarray(pbf.pos, end);
}

function stringUntil(pbf: PbfReader, end: number): string {
  return new TextDecoder().decode(bytesUntil(pbf, end));
}

function readNode(pbf: PbfReader, end: number): OnnxNode {
  const attributes = new Map<string, number>();
  let op = '';
  let domain = '';
  message(pbf, end, {
    4: (inner) => {
      op = stringUntil(pbf, inner);
    },
    5: (inner) => readAttribute(pbf, inner, attributes),
    7: (inner) => {
      domain = stringUntil(pbf, inner);
    },
  });
  return { op, domain, attributes };
}

function readDomain(pbf: PbfReader, end: number): string {
  let domain = '';
  message(pbf, end, {
    1: (inner) => {
      domain = stringUntil(pbf, inner);
    },
  });
  return domain;
}

function readAttribute(pbf: PbfReader, end: number, into: Map<string, number>): void {
  let name = '';
  let value: number | undefined;
  message(pbf, end, {
    1: (inner) => {
      name = stringUntil(pbf, inner);
    },
    2: () => {
      value = pbf.readFloat();
    },
    3: () => {
      value = pbf.readVarint(true);
    },
  });
  if (value !== undefined) into.set(name, value);
}

function readTensor(pbf: PbfReader, end: number): [name: string, tensor: OnnxTensor] {
  const dims: number[] = [];
  let name = '';
  let type = 0;
  let bytes: Uint8Array = new Uint8Array();
  message(pbf, end, {
    // Repeated numbers come one by one or packed into one field.
    1: (inner) => {
      if (pbf.type === LENGTH_DELIMITED) while (pbf.pos < inner) dims.push(pbf.readVarint());
      else dims.push(pbf.readVarint());
    },
    2: () => {
      type = pbf.readVarint();
    },
    8: (inner) => {
      name = stringUntil(pbf, inner);
    },
    9: (inner) => {
      bytes = bytesUntil(pbf, inner);
    },
    14: () => {
      if (pbf.readVarint() !== 0) throw new Error('weights lie in another file (external data)');
    },
  });
  return [name, { dims, type, bytes }];
}
