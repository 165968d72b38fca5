import { describe, expect, test } from 'vitest';
import { parseRun } from '../data';
import { bitext, bruteMap, type Done, mapOf, measured, run } from './collectionTesting';
import { collectionInput, tinyCollection } from './testing';

describe('a run that is re-ranked', () => {
  const collection = tinyCollection(['en', 'de']);
  // d0, which is relevant to q0, is not in its list; q3 has no list at all; q4 has one document.
  const lists = new Map<string, readonly string[]>(
    Array.from({ length: 12 }, (_, q) => {
      const ids = Array.from({ length: 8 }, (_, k) => `d${(2 * q + 3 * k) % 24}`);
      return [`q${q}`, q === 0 ? ['d1', 'd7', 'unknown', 'd9'] : q === 4 ? ['d8'] : ids] as const;
    }).filter(([query]) => query !== 'q3'),
  );
  lists.set('elsewhere', ['d1']);
  const input = collectionInput(collection, { rerank: { name: 'bm25.run', lists }, bitext });

  test.each(['trec', 'mean'] as const)('holds its documents alone, ties: %s', async (ties) => {
    const methods = ['encoder-zero-shot', 'zero-shot', 'ot', 'bm25', 'pooled', 'ot-distance'];
    const { report, files } = await run(input, { methods, ties });
    if (ties === 'trec')
      for (const language of ['en', 'de'])
        for (const method of ['encoder-zero-shot', 'zero-shot'])
          expect(mapOf(report, method, language)).toBeCloseTo(
            await bruteMap(collection, language, lists),
            12,
          );
    for (const method of methods)
      for (const language of ['en', 'de']) {
        const text = files.get(`C.${method}.${language}.1.run`)!;
        const parsed = parseRun('run', text).run;
        expect([...parsed.keys()]).not.toContain('q3');
        for (const [query, { docnos }] of parsed)
          expect(new Set(docnos)).toEqual(
            new Set(lists.get(query)!.filter((id) => id !== 'unknown')),
          );
        const [map, ndcg] = measured(text, collection, language, ties);
        expect(mapOf(report, method, language), method).toBeCloseTo(map!, 12);
        const row = report.measures.find(
          (one) => one.method === method && one.language === language && one.measure === 'nDCG@10',
        );
        expect(row?.value, method).toBeCloseTo(ndcg!, 12);
      }
    expect(files.get('C.en.qrels')).toContain('q0 0 d0 2\n');
    expect(files.get('C.en.qrels')).toContain('q3 0 d6 2\n');
    expect(report.notes).toEqual(
      expect.arrayContaining([
        'Re-ranked: only the documents that bm25.run has for a query are scored, 1 to 8 a query.',
        expect.stringMatching(/^bm25\.run: 1 of \d+ entries name no document of Tiny/),
        'bm25.run: 1 of 12 queries have no document there; nothing is retrieved for them.',
        'bm25.run: 1 of its queries are not evaluated.',
      ]),
    );
  });

  test('scores within a list are those of the whole collection', async () => {
    const whole = await run(collectionInput(collection), {
      methods: ['encoder-zero-shot', 'bm25'],
    });
    const part = await run(input, { methods: ['encoder-zero-shot'] });
    const scoresOf = ({ files }: Done) =>
      parseRun('run', files.get('C.encoder-zero-shot.de.1.run')!).run;
    const all = scoresOf(whole);
    for (const [query, { docnos, scores }] of scoresOf(part))
      docnos.forEach((docno, at) => {
        const before = all.get(query)!;
        expect(scores[at]).toBeCloseTo(before.scores[before.docnos.indexOf(docno)]!, 6);
      });
  });

  test('without queries or documents of the collection is refused', async () => {
    const other = (name: string, list: ReadonlyMap<string, readonly string[]>) =>
      run(collectionInput(collection, { rerank: { name, lists: list } }), { methods: ['bm25'] });
    await expect(other('x.run', new Map([['9', ['d1']]]))).rejects.toThrow(
      'Study: x.run has none of the 12 queries of Tiny (it begins with "9", the collection with "q0")',
    );
    await expect(other('x.run', new Map([['q0', ['7']]]))).rejects.toThrow(
      'Study: x.run has none of the 24 documents of Tiny (it begins with "7", the collection with "d0")',
    );
  });
});
