import type { FuzzTarget } from '../data/fuzz/types';
import { readSafetensors } from '../lib';
import { randomEncoder } from '../nn/encoder/testing';
import { randomHeads, tinyTokenizer } from './export/exportTesting';
import { readHeads, writeHeads } from './export/headFile';
import { readStudentFolder } from './export/readStudentFolder';
import { studentFolder } from './export/studentFolder';
import { studentOnnx } from './export/studentOnnx';
import { parseManifest } from './manifest';
import { parseCheckpointConfig } from './weights/checkpointConfig';
import { readOnnx } from './weights/onnxFile';

/** As small as an encoder can be: most of a file is then its header. */
const SHAPE = {
  ...{ layers: 1, width: 4, heads: 2, inner: 4 },
  ...{ normEpsilon: 1e-5, vocabulary: 6, positions: 6 },
};
const encoder = randomEncoder(SHAPE);
const heads = randomHeads(SHAPE.width, 4);
const tokenizer = tinyTokenizer(SHAPE.vocabulary);

const READ = /\.safetensors$|^config\.json$|^1_Dense\/config\.json$/;

/** Each file of a folder changed beside the others. */
const folders = (['plain', 'everything'] as const).map((kind): FuzzTarget => {
  const folder = studentFolder({ encoder, head: heads[kind]! }, { tokenizer });
  return {
    name: `readStudentFolder, ${kind}`,
    seeds: [...folder]
      .filter(([path]) => READ.test(path))
      .map(([path, bytes]) => ({ path, bytes })),
    async read({ path, bytes }) {
      const { encoder: read } = readStudentFolder(new Map([...folder, [path, bytes]]));
      return { kept: read.layers.length, bad: 0 };
    },
  };
});

const headFile: FuzzTarget = {
  name: 'readHeads',
  seeds: Object.values(heads).map((student) => ({
    path: 'student.head.safetensors',
    bytes: writeHeads({ student, teacher: heads.plain! }, { student: '{}' }),
  })),
  async read({ path, bytes }) {
    const { student } = readHeads(readSafetensors(bytes, path));
    return { kept: student.outputs, bad: 0 };
  },
};

const onnx: FuzzTarget = {
  name: 'readOnnx',
  seeds: [{ path: 'student.onnx', bytes: studentOnnx({ encoder, head: heads.plain! }) }],
  async read({ path, bytes }) {
    const { tensors, nodes } = readOnnx(bytes, path);
    return { kept: tensors.size + nodes.length, bad: 0 };
  },
};

const config: FuzzTarget = {
  name: 'parseCheckpointConfig',
  seeds: folders[0]!.seeds.filter(({ path }) => path === 'config.json'),
  async read({ path, bytes }) {
    const { layers } = parseCheckpointConfig(new TextDecoder().decode(bytes), path);
    return { kept: Math.min(layers, 1), bad: 0 };
  },
};

const MANIFEST = {
  ...{ schema: 'encoder/1', name: 'tiny', hiddenSize: 4, layers: 1, maxTokens: 4, pieces: 6 },
  ...{ languages: ['en', 'de'], licence: 'MIT', provenance: { model: 'none' } },
  files: [{ name: 'embed.onnx', bytes: 12, sha256: 'ab'.repeat(32) }],
};

const manifest: FuzzTarget = {
  name: 'parseManifest',
  seeds: [{ path: 'encoder.json', bytes: new TextEncoder().encode(JSON.stringify(MANIFEST)) }],
  async read({ path, bytes }) {
    const { files, languages } = parseManifest(new TextDecoder().decode(bytes), path);
    // What its users do with it.
    const names = files.map(({ name, sha256 }) => name.length + sha256.length);
    return { kept: names.length + languages.length, bad: 0 };
  },
};

export const fuzzTargets: readonly FuzzTarget[] = [...folders, headFile, onnx, config, manifest];
