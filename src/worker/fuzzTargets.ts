import type { FuzzTarget } from '../data/fuzz/types';
import { tinyTokenizer } from '../encoders/export/exportTesting';
import { writeHeads } from '../encoders/export/headFile';
import { studentFolder } from '../encoders/export/studentFolder';
import { zipFolder } from '../encoders/export/zipFolder';
import { randomEncoder } from '../nn/encoder/testing';
import { HEADS_FILE, RECORD_FILE, RECORD_KEY } from './exportStudents';
import { importStudent } from './importStudents';
import { parseOtCases } from './otCases';
import { parseRecord, type StudentRecord } from './studentRecord';

const SHAPE = {
  ...{ layers: 1, width: 4, heads: 2, inner: 4 },
  ...{ normEpsilon: 1e-5, vocabulary: 6, positions: 6 },
};
const base = { id: 'tiny@1', name: 'tiny', width: 4, layers: 1, licence: 'MIT', provenance: null };
const encoder = randomEncoder(SHAPE);
const head = { inputs: 4, outputs: 4, w: Float32Array.from({ length: 16 }, (_, at) => at / 9) };

const record = (reads: StudentRecord['reads']): StudentRecord => ({
  ...{ schema: 'student/1', method: 'ot', student: 'mlp', languages: ['de'], joint: false },
  ...{ seed: 1, step: null, devMap: 0.5, layer: 1, reads, corpus: 'tiny', synthetic: true },
  encoder: { id: base.id, name: base.name, width: 4, layers: 1 },
  ...{ configSha256: 'c', config: {}, data: [], commit: 'none' },
  base: { licence: 'MIT', provenance: null },
});
const json = (reads: StudentRecord['reads']) => JSON.stringify(record(reads));
const bytesOf = (text: string) => new TextEncoder().encode(text);

const headSeed = {
  path: 'ot.de.1.head.safetensors',
  bytes: writeHeads({ student: head, teacher: head }, { [RECORD_KEY]: json('last') }),
};
const folder = new Map([
  ...studentFolder({ encoder, head }, { tokenizer: tinyTokenizer(SHAPE.vocabulary) }),
  [RECORD_FILE, bytesOf(json('ids'))],
  [HEADS_FILE, headSeed.bytes],
]);

const students: FuzzTarget = {
  name: 'importStudent',
  seeds: [headSeed, { path: 'ot.de.1.zip', bytes: zipFolder(folder, 'ot.de.1') }],
  async read(file) {
    const { languages } = importStudent({ path: file.path, files: [file] }, base);
    return { kept: languages.length, bad: 0 };
  },
};

const records: FuzzTarget = {
  name: 'parseRecord',
  seeds: [{ path: 'student.json', bytes: bytesOf(json(0)) }],
  async read({ path, bytes }) {
    return { kept: parseRecord(new TextDecoder().decode(bytes), path).languages.length, bad: 0 };
  },
};

const CASE = {
  ...{ name: 'one', n: 1, m: 2, d: 2, eps: 0.1, a: [1], b: [0.5, 0.5], loss: 0.2 },
  ...{
    X: [[1, 0]],
    Y: [
      [0, 1],
      [1, 0],
    ],
    P: [[0.5, 0.5]],
  },
  ...{
    gradY_plan_fixed: [
      [0, 0],
      [0, 0],
    ],
    gradY_exact: [
      [0, 0],
      [0, 0],
    ],
    trace: { 1: [0.1, 0.2] },
  },
};

const cases: FuzzTarget = {
  name: 'parseOtCases',
  seeds: [{ path: 'cases.json', bytes: bytesOf(JSON.stringify({ cases: [CASE] })) }],
  read: async (file) => ({ kept: parseOtCases(file).length, bad: 0 }),
};

export const fuzzTargets: readonly FuzzTarget[] = [students, records, cases];
