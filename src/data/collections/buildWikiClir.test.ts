import { describe, expect, it } from 'vitest';
import { textFile } from '../testing';
import { buildWikiClir } from './buildWikiClir';
import { fixture, parseErrorFrom } from './testing';
import { withoutTitle } from './withoutTitle';

const PAGES = [
  'e1\ten\tLake Victoria\tLake Victoria is one of the African Great Lakes.',
  'e2\ten\tMaize\tMaize, also known as corn, is a cereal.',
  'e3\ten\tRain\tRain.',
  'e4\ten\tAlone\tAlone has no mate.',
  's1\tsw\tZiwa\tZiwa kubwa.',
  's2\tsw\tMahindi\tNafaka.',
  's3\tswa\tMvua\tMaji.',
  's4\tsw\tUganda\tNchi.',
  's5\tsw\tMwanza\tMji.',
  's6\tsw\tNile\tMto.',
];
const MATES = ['e1\ts1', 'e2\ts2', 'e3\ts3'];
// s1 and s4 link to each other, s1 links to s5 only, s6 links to s1 only, s2 and s1 link to each other.
const LINKS = [
  's1\ts4',
  's4\ts1',
  's1\ts5',
  's6\ts1',
  's1\ts1',
  's2\ts1',
  's1\ts2',
  's4\ts5',
  's5\ts4',
];

const build = (
  { pages = PAGES, mates = MATES, links = LINKS } = {},
  options?: Parameters<typeof buildWikiClir>[1],
) =>
  buildWikiClir(
    {
      pages: textFile('pages.tsv', pages.join('\n')),
      mates: textFile('langlinks.tsv', mates.join('\n')),
      links: textFile('pagelinks.tsv', links.join('\n')),
    },
    options,
  );

describe('buildWikiClir', () => {
  it('gives the mate 2 and pages linked in both directions 1', async () => {
    const { collection, counts, records } = await build();
    expect(collection.qrels).toEqual([
      { query: 'e1', document: 's1', grade: 2 },
      { query: 'e1', document: 's4', grade: 1 },
      { query: 'e1', document: 's2', grade: 1 },
      { query: 'e2', document: 's2', grade: 2 },
      { query: 'e2', document: 's1', grade: 1 },
    ]);
    expect(counts).toMatchObject({ unjudgedQueries: 1, unknownQueries: 1, withoutRelevant: 0 });
    expect(records).toEqual([
      { path: 'pages.tsv', rows: 8 },
      { path: 'langlinks.tsv', rows: 3 },
      { path: 'pagelinks.tsv', rows: 9 },
    ]);
  });

  it('asks with English first sentences without their titles, for all pages of the other language', async () => {
    const { collection, problems } = await build();
    expect(collection.queries).toEqual([
      { id: 'e1', language: 'en', text: 'is one of the African Great Lakes.' },
      { id: 'e2', language: 'en', text: ', also known as corn, is a cereal.' },
    ]);
    expect(problems.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        '1 queries without text, left out: e3',
        '1 judgements left out, of 1 unknown queries: e3',
      ]),
    );
    expect(collection.documents).toHaveLength(6);
    expect(collection.documents[2]).toEqual({ id: 's3', language: 'sw', text: 'Mvua Maji.' });
  });

  it('reports links, mates and rows that lead nowhere', async () => {
    const { counts, problems, collection } = await build({
      pages: [...PAGES, 'x', 'e9\txx\tA\tB.'],
      mates: [...MATES, 'e4\ts99', 'e1\ts4', 'e1'],
      links: [...LINKS, 's1\ts99'],
    });
    expect(collection.qrels).toHaveLength(5);
    expect(counts.badRows).toBe(4);
    expect(problems.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual(
      expect.arrayContaining([
        'pages.tsv:11 wanted id, language, title and first sentence',
        'pages.tsv:12 found "xx", no known language',
        'langlinks.tsv:0 1 mates left out, a page is unknown: e4 s99',
        'langlinks.tsv:5 e1 has the mate s1 already, found s4',
        'langlinks.tsv:6 wanted two ids with a TAB between',
        'pagelinks.tsv:0 1 links left out, a page is unknown',
      ]),
    );
  });

  it('refuses a page twice and a language that is not clear', async () => {
    expect(await parseErrorFrom(build({ pages: [...PAGES, 's1\tsw\tA\tB.'] }))).toBe(
      'pages.tsv, line 11, id: sw s1 is in line 5 already',
    );
    const three = [...PAGES, 's1\tso\tHaro\tHaro.'];
    expect(await parseErrorFrom(build({ pages: three }))).toBe(
      'pages.tsv, language: found pages in en, sw, so; wanted English and one other language, or its name',
    );
    expect(
      (await build({ pages: three }, { language: 'sw', name: 'Ziwa' })).collection,
    ).toMatchObject({ name: 'Ziwa', qrels: { length: 5 } });
    expect(await parseErrorFrom(build({}, { language: 'tl' }))).toMatch(/wanted English and tl$/);
    expect(await parseErrorFrom(build({ mates: ['e4\ts99'] }))).toBe(
      'langlinks.tsv: no English page with a sentence has a mate',
    );
  });

  it('keeps ids of the two Wikipedias apart', async () => {
    const [pages, mates, links] = ['l/pages.tsv', 'l/langlinks.tsv', 'l/pagelinks.tsv'].map(
      (path) => fixture('Wikipedia links').find((file) => file.path === path)!,
    );
    const { collection } = await buildWikiClir({ pages: pages!, mates: mates!, links: links! });
    expect(collection.qrels).toEqual([
      { query: '1', document: '1', grade: 2 },
      { query: '1', document: '2', grade: 1 },
      { query: '2', document: '3', grade: 2 },
    ]);
  });
});

describe('withoutTitle', () => {
  it.each([
    ['Nairobi is big, says Nairobi.', 'Nairobi', 'is big, says .'],
    ['NAIROBI (nairóbi) is', 'Nairobi', '(nairóbi) is'],
    ['Saint-Denis lies north', 'Saint-Denis (Paris)', '- lies north'],
    ['Ｆull width', 'full', 'width'],
    ['Rain!', 'Rain', ''],
    ['हिन्दी भाषा है', 'हिन्दी', 'भाषा है'],
    ['a b', '', 'a b'],
  ])('%s without %s is %s', (sentence, title, text) => {
    expect(withoutTitle(sentence, title)).toBe(text);
    expect(withoutTitle(text, title)).toBe(text);
  });
});
