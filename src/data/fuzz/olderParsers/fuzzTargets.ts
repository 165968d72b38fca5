// Parsers that are being rewritten; their new rooms bring targets of their own, and this folder goes.
import { zipSync } from 'fflate';
import { npy, npz } from '../../npzTesting';
import { parseBitextTsv } from '../../pairLines';
import { parseMtopTsv } from '../../parseMtopTsv';
import { parseXsemplrJson } from '../../parseXsemplrJson';
import { readBitext } from '../../readBitext';
import { readCorpus } from '../../readCorpus';
import { readVectorPairs } from '../../readVectorPairs';
import { mtopRow } from '../../testing';
import type { ReadProblem, Utterance } from '../../types';
import type { CountedTarget } from '../judgeCase';
import { countLines, seedOf, textOf, want } from '../targeting';
import type { FuzzTarget } from '../types';

const THAI = mtopRow({
  id: '3232333635383732',
  utterance: 'ตั้งปลุก 7 โมง',
  slots: '9:15:SL:DATE_TIME',
  locale: 'th_XX',
  parse: '[IN:CREATE_ALARM [SL:DATE_TIME 7 โมง ] ]',
  tokens: '{"tokens":["ตั้ง","ปลุก"],"tokenSpans":[{"start":0,"length":4},{"start":4,"length":4}]}',
});
const QUOTED = mtopRow({
  id: '7',
  utterance: 'play " x "',
  slots: '',
  parse: '[IN:CREATE_ALARM ]',
  tokens: '{"tokens":["play",""","x"]}',
});

function checkSlots(rows: readonly Utterance[]): void {
  for (const { text, slots } of rows)
    for (const { start, end } of slots)
      want(0 <= start && start < end && end <= text.length, `a slot in the text, got ${start}`);
}

/** Rows that were left out by themselves, and those that repeat an id. */
function leftOut(problems: readonly ReadProblem[]): number {
  const repeats = problems.map(({ message }) => /^(\d+) rows repeat/.exec(message)?.[1] ?? '0');
  const alone = problems.filter(({ message }) => message.startsWith('row left out'));
  return alone.length + repeats.reduce((sum, count) => sum + Number(count), 0);
}

const mtop: CountedTarget = {
  name: 'parseMtopTsv',
  seeds: [
    seedOf('en/eval.txt', mtopRow(), THAI, QUOTED, mtopRow(), mtopRow({ parse: '[IN:A' }), ''),
  ],
  async read(file) {
    const { rows, problems } = parseMtopTsv(file.path, textOf(file), { language: 'en' });
    checkSlots(rows);
    return { kept: rows.length, bad: leftOut(problems) };
  },
  rows: (file) => countLines(file),
};

const XSEMPLR = [
  {
    id: '22365872',
    question: { en: 'set an alarm at 7 am', th: 'ตั้งปลุก 7 โมง' },
    mr: {
      slot_intent: {
        en: '[IN:CREATE_ALARM [SL:DATE_TIME at 7 am ] ]',
        th: '[IN:CREATE_ALARM [SL:DATE_TIME 7 โมง ] ]',
      },
    },
  },
  { id: 8, question: { de: 'an' }, mr: { slot_intent: { de: '[IN:PLAY_MUSIC [SL:A x ] ]' } } },
];

const xsemplr: FuzzTarget = {
  name: 'parseXsemplrJson',
  seeds: [seedOf('dev.json', JSON.stringify(XSEMPLR))],
  async read(file) {
    const { rows, problems } = parseXsemplrJson(file.path, textOf(file));
    checkSlots(rows);
    return { kept: rows.length, bad: problems.length };
  },
};

const bitextTsv: CountedTarget = {
  name: 'parseBitextTsv',
  seeds: [seedOf('en-de.tsv', 'One.\tEins.\t0.9', 'Two.\tZwei.', '\tDrei.', '')],
  async read(file) {
    const { rows, problems } = parseBitextTsv(file.path, textOf(file), 0);
    return { kept: rows.length, bad: Number.parseInt(problems[0]?.message ?? '0', 10) };
  },
  rows({ bytes }) {
    const lines = new TextDecoder().decode(bytes).split('\n');
    return lines.at(-1) === '' ? lines.length - 1 : lines.length;
  },
};

const side = (name: string, rows: number) => ({
  [name]: npy(
    '<f4',
    [rows, 3],
    Float32Array.from({ length: 3 * rows }, (_, at) => at / 7),
  ),
  [`${name}_offsets`]: npy('<i8', [3], BigInt64Array.from([0n, 1n, BigInt(rows)])),
  [`${name}_words`]: npy(
    '<i4',
    [rows],
    Int32Array.from({ length: rows }, () => 0),
  ),
});
const vectors = { ...side('x', 3), ...side('y', 4) };

const vectorPairs: FuzzTarget = {
  name: 'readVectorPairs',
  seeds: [
    { path: 'v.npz', bytes: npz(vectors) },
    { path: 'w.npz', bytes: npz(vectors, 6) },
  ],
  async read(file) {
    const { x, y, pairs: count, d } = await readVectorPairs(file);
    for (const { vectors: values, offsets } of [x, y])
      want(values.length === d * offsets.at(-1)!, 'd values a token');
    return { kept: count, bad: 0 };
  },
};

const FOLDER = ['m/en/eval.txt', 'm/de/eval.txt'].map((path) =>
  seedOf(path, mtopRow({ locale: path.includes('/de/') ? 'de_XX' : 'en_XX' }), QUOTED, ''),
);

const corpus: FuzzTarget = {
  name: 'readCorpus',
  seeds: FOLDER,
  async read(file) {
    const files = FOLDER.map((one) => (one.path === file.path ? file : one));
    const { corpus: read, problems } = await readCorpus(files);
    return { kept: Object.values(read.splits).flat().length, bad: leftOut(problems) };
  },
};

const MOSES = [
  seedOf('c.en-sw.en', 'One.', 'Two\u2028.', '', 'Four.', ''),
  seedOf('c.en-sw.sw', 'Moja.', 'Mbili.', 'Tatu.', 'Nne.', ''),
];

const bitext: FuzzTarget = {
  name: 'readBitext',
  seeds: [
    ...MOSES,
    {
      path: 'c.zip',
      bytes: zipSync(Object.fromEntries(MOSES.map((one) => [one.path, one.bytes]))),
    },
  ],
  async read(file) {
    const files = MOSES.map((one) => (one.path === file.path ? file : one));
    const { bitexts } = await readBitext(file.path === 'c.zip' ? [file] : files);
    return { kept: bitexts.reduce((sum, { pairs }) => sum + pairs.length, 0), bad: 0 };
  },
};

export const fuzzTargets: readonly FuzzTarget[] = [
  ...[mtop, xsemplr, bitextTsv, vectorPairs, corpus, bitext],
];
