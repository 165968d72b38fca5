import { describe, expect, it } from 'vitest';
import { textFile } from '../testing';
import { readBitext } from './readBitext';
import type { BitextOptions, FilterCounts } from './types';

const LONG = 'The rain falls on every roof of this old town.';
const MVUA = 'Mvua inanyesha juu ya kila paa la mji huu wa zamani.';
const ROWS = [
  [LONG, MVUA, 1],
  [LONG, MVUA, 1],
  [LONG, 'Mvua inanyesha sana katika mji huu wa zamani leo.', 1],
  ['', 'x', 1],
  ['Paris', 'Paris', 1],
  ['a b', 'a b c d e f g h i j', 1],
  ['Nobody minds it much.', 'यह एक वाक्य है जो हिन्दी में है', 1],
  ['Everything is well here and now.', 'Der Regen fällt heute auf alle Dächer der alten Stadt.', 1],
  ['Half a word', 'Nusu neno', 0.2],
  ['Call mom', 'Piga simu mama', 1],
] as const;
const TSV = textFile('x.sw.tsv', ROWS.map((row) => row.join('\t')).join('\n'));
const countsOf = async (options: BitextOptions): Promise<FilterCounts> => {
  const { about } = await readBitext([TSV], options);
  return about[0]!.counts;
};
const NONE = { empty: 0, leak: 0, identical: 0, duplicate: 0, score: 0 };
const REST = { lengthRatio: 0, script: 0, language: 0 };

describe('filters', () => {
  it('are off by default but for empty sides, and counted all the same', async () => {
    expect(await countsOf({})).toEqual({
      read: 10,
      kept: 9,
      dropped: { ...NONE, ...REST, empty: 1 },
      would: {
        ...NONE,
        empty: 1,
        identical: 1,
        duplicate: 1,
        lengthRatio: 1,
        script: 1,
        language: 2,
      },
      languageChecked: 5,
      repeated: { english: 2, foreign: 1 },
    });
  });

  it('drop by the first that hits, in one order', async () => {
    const filters = {
      ...{ identical: true, duplicates: true, score: 0.5, lengthRatio: 3 },
      ...{ script: true, language: true },
    };
    const { dropped, would, kept } = await countsOf({ filters, evaluation: ['call  MOM'] });
    expect(dropped).toEqual({
      ...{ empty: 1, leak: 1, identical: 1, duplicate: 1, score: 1 },
      ...{ lengthRatio: 1, script: 1, language: 1 },
    });
    expect(would).toEqual(dropped);
    expect(kept).toBe(2);
  });

  it('leave out a leak always, on either side, and say so', async () => {
    const { problems, bitexts } = await readBitext([TSV], { evaluation: ['piga simu MAMA'] });
    expect(bitexts[0]?.pairs.map(({ english }) => english)).not.toContain('Call mom');
    expect(problems.map(({ message }) => message)).toEqual([
      '1 pair left out: no text on one side, first in line 4',
      '1 pair left out: a side is a text that is evaluated on, first in line 10',
    ]);
  });

  it('keep what has no score', async () => {
    const files = [
      textFile('x.en', 'a\nb\nc'),
      textFile('x.sw', 'x\ny\nz'),
      textFile('x.scores', '1\n?\n0'),
    ];
    const { about, problems } = await readBitext(files, { filters: { score: 0.5 } });
    expect(about[0]?.counts).toMatchObject({ kept: 2, dropped: { score: 1 } });
    expect(problems.map(({ message }) => message)).toContain(
      '1 pair without a score: the threshold keeps them',
    );
  });

  it('compare words where they are asked for', async () => {
    const files = [
      textFile('x.de.tsv', 'one two three four\tDonaudampfschifffahrtsgesellschaft\n'),
    ];
    const words = { lengthRatio: { most: 3, unit: 'words' } } as const;
    expect((await readBitext(files)).about[0]?.counts.would.lengthRatio).toBe(0);
    const { about } = await readBitext([...files], { filters: words });
    expect(about[0]?.counts.dropped.lengthRatio).toBe(1);
  });

  it('expect a fifth to a half of the characters of English where the script is dense', async () => {
    const files = [
      textFile(
        'x.zh.tsv',
        'All human beings are born free and equal in dignity.\t人人生而自由,在尊严上平等。\n',
      ),
    ];
    expect((await readBitext(files)).about[0]?.counts.would.lengthRatio).toBe(0);
  });

  it.each([
    [{ lengthRatio: 1 }, /filters.lengthRatio: wanted more than 1, got 1/],
    [{ script: 1.5 }, /filters.script: wanted a share in \(0, 1\], got 1.5/],
    [{ score: Number.NaN }, /filters.score: wanted a finite number, got NaN/],
  ])('refuse the threshold %j', async (filters, message) => {
    await expect(readBitext([TSV], { filters })).rejects.toThrow(message);
  });
});

describe('statistics', () => {
  it('give mean characters and shares of scripts of pairs with text on both sides', async () => {
    const files = [textFile('x.hi.tsv', 'ab\tका😀\nabcd\tकab\n\tx\n')];
    const { about } = await readBitext(files);
    expect(about[0]?.english).toEqual({
      meanCharacters: 3,
      scripts: [{ script: 'Latin', share: 1 }],
    });
    expect(about[0]?.foreign).toEqual({
      meanCharacters: 3,
      scripts: [
        { script: 'Devanagari', share: 3 / 5 },
        { script: 'Latin', share: 2 / 5 },
      ],
    });
  });
});

describe('the sample in memory', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, at) => `text ${at}\tmaandishi ${at}`).join('\n');
  const [a, b] = [textFile('a.sw.tsv', lines(300)), textFile('b.sw.tsv', lines(100))];

  it('is at most so many a language, in order, and says of how many', async () => {
    const { bitexts, about, problems } = await readBitext([a, b], { most: 50 });
    const pairs = bitexts.flatMap((bitext) => bitext.pairs);
    expect(pairs).toHaveLength(50);
    expect(bitexts[0]!.pairs.length).toBeGreaterThan(bitexts[1]!.pairs.length);
    const places = bitexts[0]!.pairs.map(({ english }) => Number(english.slice(5)));
    expect(places).toEqual(places.toSorted((x, y) => x - y));
    expect(about.map(({ counts }) => counts.kept)).toEqual([300, 100]);
    expect(problems[0]?.message).toBe(
      `${bitexts[0]!.pairs.length} of 300 pairs are in memory: a seeded sample of at most 50 a language`,
    );
  });

  it('is another one for another seed, and the whole where it fits', async () => {
    const read = async (options: BitextOptions) => (await readBitext([a], options)).bitexts;
    expect(await read({ most: 50 })).toEqual(await read({ most: 50, seed: 1 }));
    expect(await read({ most: 50, seed: 2 })).not.toEqual(await read({ most: 50 }));
    expect((await read({ most: 300 }))[0]?.pairs).toHaveLength(300);
    await expect(read({ most: 0 })).rejects.toThrow(/most must be an integer of at least 1, got 0/);
  });
});
