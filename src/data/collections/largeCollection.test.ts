import { describe, expect, it } from 'vitest';
import { textFile } from '../testing';
import type { StreamedFile } from '../types';
import { MOST_UNASKED, readCollection } from './readCollection';

const FILLER = 'x'.repeat(360);
const PIECE = 2 ** 16;

/** Lines that are made while they are read; `peak` is what the process held at most meanwhile. */
function generated(path: string, rows: number, line: (at: number) => string) {
  const memory = { start: 0, peak: 0 };
  const file: StreamedFile = {
    path,
    async *chunks() {
      memory.start = held();
      const encoder = new TextEncoder();
      for (let at = 0, text = ''; at <= rows; at++) {
        if (at < rows) text += line(at);
        if (text.length < PIECE && at < rows) continue;
        yield encoder.encode(text);
        text = '';
        if (at % 50 === 0) memory.peak = Math.max(memory.peak, held());
      }
    },
  };
  return { file, memory };
}

function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const beside = [
  textFile('m/queries.dev.tsv', '1\tfirst?\n2\tsecond?\n'),
  textFile('m/qrels.dev.tsv', '1\t0\t5\t1\n2\t0\t199999\t1\n'),
];

describe('a collection of 200,000 documents and 76 MB', () => {
  it('is read with a sample of the others, in memory that does not grow with it', async () => {
    const rows = 200_000;
    const { file, memory } = generated(
      'm/collection.tsv',
      rows,
      (at) => `${at}\t${at} ${FILLER}\n`,
    );
    const { collection, counts, problems } = await readCollection([...beside, file], {
      others: 1000,
      split: 'dev',
    });
    expect(collection.documents).toHaveLength(1002);
    expect(collection.qrels).toHaveLength(2);
    expect(counts.unreadDocuments).toBe(rows - 1002);
    expect(problems.filter(({ field }) => field === 'others')).toEqual([]);
    const lines = collection.documents.map(({ id }) => Number(id));
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
    // Half of them in either half: 500 with a deviation of 16.
    const low = lines.filter((id) => id < rows / 2).length;
    expect(Math.abs(low - 500)).toBeLessThan(80);
    expect(memory.peak - memory.start).toBeLessThan(60 * 2 ** 20);
  });
});

describe('a collection that is too large to be read without being asked', () => {
  it('is sampled, and says so', async () => {
    const more = 30;
    const rows = MOST_UNASKED.others + 2 + more;
    const { file } = generated('m/collection.tsv', rows, (at) => `${at}\tx\n`);
    const { collection, problems } = await readCollection([...beside, file], { split: 'dev' });
    expect(collection.documents).toHaveLength(rows - more);
    expect(problems.filter(({ field }) => field === 'others')).toEqual([
      {
        ...{ file: 'm/collection.tsv', line: 0, field: 'others' },
        message: expect.stringMatching(
          /^30 documents that nobody judges are not read: .* 200000 a language/,
        ),
      },
    ]);
  });

  it('is read whole where that was asked for, or where it is small enough', async () => {
    const rows = MOST_UNASKED.others + 2;
    const read = async (count: number, others?: number) => {
      const { file } = generated('m/collection.tsv', count, (at) => `${at}\tx\n`);
      const about = { split: 'dev', ...(others !== undefined && { others }) };
      const { collection, problems } = await readCollection([...beside, file], about);
      expect(problems.filter(({ field }) => field === 'others')).toEqual([]);
      return collection.documents.length;
    };
    expect(await read(rows)).toBe(rows);
    expect(await read(rows + 9, 1e7)).toBe(rows + 9);
  });
});
