import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../../lib';
import { mutated, streamed } from '../collections/testing';
import { textFile } from '../testing';
import type { DataFile } from '../types';
import { FUZZ_TARGETS } from './fuzzTargets';
import { readBitext } from './readBitext';
import type { BitextFilters, BitextReading } from './types';

type Row = readonly [english: string, foreign: string, score: string];
const FILTERS: BitextFilters = {
  identical: true,
  duplicates: true,
  score: 0.5,
  lengthRatio: 2,
  script: true,
};

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const FORMATS: Readonly<Record<string, (rows: readonly Row[]) => DataFile[]>> = {
  moses: (rows) => [
    textFile('x.en-hi.en', rows.map(([english]) => `${english}\n`).join('')),
    textFile('x.en-hi.hi', rows.map(([, foreign]) => `${foreign}\n`).join('')),
    textFile('x.en-hi.scores', rows.map(([, , score]) => `${score}\n`).join('')),
  ],
  tsv: (rows) => [
    textFile('x.tsv', `en\thi\tscore\n${rows.map((row) => `${row.join('\t')}\n`).join('')}`),
  ],
  csv: (rows) => [
    textFile('x.csv', `en,hi,score\n${rows.map((row) => `"${row.join('","')}"\n`).join('')}`),
  ],
  jsonl: (rows) => [
    textFile(
      'x.jsonl',
      rows
        .map(([en, hi, s]) => `${JSON.stringify({ translation: { en, hi }, score: s })}\n`)
        .join(''),
    ),
  ],
  tmx: (rows) => {
    const units = rows.map(
      ([en, hi, score]) =>
        `<tu><prop type="score">${score}</prop><tuv xml:lang="en"><seg>${escaped(en)}</seg></tuv><tuv xml:lang="hi"><seg>${escaped(hi)}</seg></tuv></tu>`,
    );
    return [textFile('x.tmx', `<tmx><body>${units.join('')}</body></tmx>`)];
  },
};

const text = fc.constantFrom('', ' ', 'a', 'rain', 'a b c d e f', 'मौसम', 'बारिश हुई', '5 & <5');
const row = fc.tuple(text, text, fc.constantFrom('0.1', '0.9', '1'));
const whole: Row = ['rain falls', 'बारिश हुई', '0.7'];

function sums({ about, bad }: BitextReading) {
  for (const { counts } of about) {
    const dropped = Object.values(counts.dropped).reduce((sum, count) => sum + count, 0);
    expect(counts.kept + dropped).toBe(counts.read);
  }
  return about.reduce((sum, { counts }) => sum + counts.read, 0) + bad;
}

describe.each(Object.entries(FORMATS))('rows of %s', (_, make) => {
  it('are read = kept + dropped + bad, the same however the bytes arrive', async () => {
    const rows = fc.array(row, { maxLength: 12 }).map((list) => [whole, ...list]);
    const size = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(rows, size, async (list, chunk) => {
        const options = { filters: FILTERS, evaluation: ['RAIN'] };
        const reading = await readBitext(make(list), options);
        expect(sums(reading)).toBe(list.length);
        expect(reading.bitexts[0]?.pairs).toHaveLength(reading.about[0]?.counts.kept ?? -1);
        const inPieces = make(list).map((file) => ('bytes' in file ? streamed(file, chunk) : file));
        expect(await readBitext(inPieces, options)).toEqual(reading);
      }),
      { numRuns: 25 },
    );
  });
});

describe('the formats agree', () => {
  it('on what is kept and dropped of the same rows', async () => {
    const rows: Row[] = [
      ...[whole, whole, ['', 'मौसम', '1'], ['Rain ', 'मौसम', '1'], ['a', 'a', '1']],
      ...[
        ['falls', 'मौसम', '0.1'],
        ['a b c d e f', 'मौसम', '1'],
        ['some', 'rain', '1'],
      ],
    ] as Row[];
    for (const make of Object.values(FORMATS)) {
      const { about } = await readBitext(make(rows), { filters: FILTERS, evaluation: ['rain'] });
      expect(about[0]?.counts.dropped).toEqual({
        ...{ empty: 1, leak: 2, identical: 1, duplicate: 1, score: 1 },
        ...{ lengthRatio: 1, script: 0, language: 0 },
      });
      expect(about[0]?.counts.kept).toBe(1);
    }
  });
});

describe.each(FUZZ_TARGETS)('$name', ({ seeds: [seed], read }) => {
  it('is read as it is, and with one byte changed or cut off gives rows or a ParseError', async () => {
    const { kept, bad } = await read(seed!);
    expect(kept).toBeGreaterThan(0);
    expect(bad).toBe(0);
    const at = fc.integer({ min: 0, max: seed!.bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(at, fc.integer({ min: 0, max: 255 }), fc.boolean(), async (...change) => {
        const file = mutated(seed!, ...change);
        if ('bytes' in file)
          await read(file).catch((error) => expect(error).toBeInstanceOf(ParseError));
      }),
      { numRuns: 40 },
    );
  });
});
