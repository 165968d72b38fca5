import type { CountedTarget } from './fuzz/judgeCase';
import { countLines, seedOf, textOf, want } from './fuzz/targeting';
import type { FuzzTarget } from './fuzz/types';
import { npy, npz } from './npzTesting';
import { parseBitextTsv } from './pairLines';
import { parseMtopTsv } from './parseMtopTsv';
import { parseTree, template, treeWords } from './parseTree';
import { parseXsemplrJson } from './parseXsemplrJson';
import { readAligned } from './readAligned';
import { readPairs } from './readPairs';
import { readTranslations } from './readTranslations';
import { readVectorPairs } from './readVectorPairs';
import { mtopRow } from './testing';
import type { ReadProblem, Utterance } from './types';

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

const tree: FuzzTarget = {
  name: 'parseTree',
  seeds: [seedOf('tree', '[IN:A set [SL:B at [IN:C [SL:D 7 ] ] ] [SL:E am ] ]')],
  async read(file) {
    const root = parseTree(textOf(file));
    want(template(root).startsWith(`[IN:${root.label}`), 'the root first in its template');
    return { kept: treeWords(root).length, bad: 0 };
  },
};

const ALIGNED = {
  'a/eng.txt': ['One.', 'Two.', 'Three.', 'Four.', 'Five.', 'Six.'],
  'a/swa.txt': ['Moja.', 'Mbili.', 'Tatu.', 'Nne.', '', 'Sita.'],
  'a/document_ids.txt': ['x.1', 'x.1', 'y.2', 'y.2', 'z.3', 'z.3'],
};
const aligned = Object.entries(ALIGNED).map(([path, lines]) => seedOf(path, ...lines, ''));

const alignedLines: FuzzTarget = {
  name: 'readAligned',
  seeds: aligned,
  async read(file) {
    const files = aligned.map((one) => (one.path === file.path ? file : one));
    const { corpus, problems } = await readAligned(files);
    const rows = Object.values(corpus.splits).flat();
    want(rows.length % 2 === 0, 'as many rows in both languages');
    return { kept: rows.length, bad: problems.length };
  },
};

const translations: CountedTarget = {
  name: 'readTranslations',
  seeds: [
    seedOf(
      'mt.tsv',
      'id\tlanguage\ttext',
      '1\tde\tset an alarm',
      '2\tth\tplay',
      '1\tde\ttwice',
      '',
    ),
    seedOf('mt.de.tsv', '1\tset an alarm', '\t2', '3\tstop'),
  ],
  async read(file) {
    const { rows, problems } = readTranslations(file.path, textOf(file));
    return { kept: rows.length, bad: problems.length };
  },
  rows: (file) =>
    countLines(file, (line, at) => at > 0 || !/^id\t(?:language\t)?text$/i.test(line.trim())),
};

const pairs: CountedTarget = {
  name: 'readPairs',
  seeds: [seedOf('pairs.tsv', 'a b\tc d', '', 'x\t', 'no tab', 'e\tf\t0-0', '')],
  async read(file) {
    const { pairs: read, problems } = readPairs(file);
    return { kept: read.length - problems.length, bad: problems.length };
  },
  rows({ bytes }) {
    const lines = new TextDecoder().decode(bytes).split('\n');
    return lines.at(-1) === '' ? lines.length - 1 : lines.length;
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

export const fuzzTargets: readonly FuzzTarget[] = [
  ...[mtop, xsemplr, tree, alignedLines, translations, pairs, bitextTsv, vectorPairs],
];
