import type { FuzzTarget } from '../fuzz/types';
import { readCorpus } from '../readCorpus';
import { textFile } from '../testing';
import type { NamedBytes } from '../types';
import { MADE, MTEB_PACK, MTEB_PARQUET, PACKS } from './testing';

const readAlone = (file: NamedBytes) => countOf([file]);

/** One a packaging of intent corpora, and line-aligned files, whose other files stay valid. */
export const corpusTargets: readonly FuzzTarget[] = [
  ...Object.entries({ ...PACKS, 'MTEB JSONL': MTEB_PACK, 'MTEB Parquet': MTEB_PARQUET }).map(
    ([name, pack]): FuzzTarget => ({ name, seeds: pack(MADE), read: readAlone }),
  ),
  {
    name: 'Line-aligned text',
    seeds: [textFile('n/swa.txt', 'Mvua.\nMvua zaidi.\nMkate.\nKura.\n')],
    read: (file) =>
      countOf([
        file,
        textFile('n/eng.txt', 'Rain.\nMore rain.\nBread.\nA vote.\n'),
        textFile('n/document_ids.txt', 'a.1\na.1\nb.2\nc.3\n'),
      ]),
  },
];

async function countOf(files: readonly NamedBytes[]) {
  const { corpus, badRows } = await readCorpus(files);
  const kept = Object.values(corpus.splits).reduce((sum, rows) => sum + rows.length, 0);
  return { kept, bad: badRows };
}
