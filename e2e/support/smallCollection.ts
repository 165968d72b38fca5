import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Utterances of the embedded sample, in the order of its files. */
function rowsOf(language: string, split: string, count: number) {
  const path = join('public', 'sample', language, `${split}.txt`);
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, count);
  return lines.map((line) => {
    const [id = '', intent = '', , text = ''] = line.split('\t');
    return { id, intent, text };
  });
}

/**
 * Writes 20 utterances of the sample as a TREC collection, English documents and queries of several languages, and
 * 40 training pairs of each language as bitext. Grade 2 is the query's own translation, 1 the same intent.
 */
export function writeSmallCollection(folder: string, languages: readonly string[]) {
  const collection = join(folder, 'collection');
  mkdirSync(collection, { recursive: true });
  const write = (name: string, lines: readonly string[]) =>
    writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''));
  const documents = rowsOf('en', 'test', 20);
  write(
    'collection/documents.en.tsv',
    documents.map(({ id, text }) => `d${id}\t${text}`),
  );
  const queries = documents.slice(0, 12);
  for (const language of languages)
    write(
      `collection/queries.${language}.tsv`,
      rowsOf(language, 'test', 12).map(({ id, text }) => `${id}\t${text}`),
    );
  write(
    'collection/qrels.txt',
    queries.flatMap((query) =>
      documents.flatMap(({ id, intent }) => {
        const grade = id === query.id ? 2 : Number(intent === query.intent);
        return grade > 0 ? [`${query.id} 0 d${id} ${grade}`] : [];
      }),
    ),
  );
  const english = rowsOf('en', 'train', 40);
  const foreign = languages.filter((language) => language !== 'en');
  for (const language of foreign) {
    const pairs = rowsOf(language, 'train', 40);
    write(
      `pairs.en-${language}.en`,
      english.map(({ text }) => text),
    );
    write(
      `pairs.en-${language}.${language}`,
      pairs.map(({ text }) => text),
    );
  }
  return { collection, bitext: foreign.map((language) => join(folder, `pairs.en-${language}`)) };
}
