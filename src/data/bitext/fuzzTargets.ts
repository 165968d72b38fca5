import { zipSync } from 'fflate';
import type { FuzzTarget } from '../fuzz/types';
import { textFile } from '../testing';
import type { NamedBytes } from '../types';
import { readBitext } from './readBitext';

/** A valid file of each format; of Moses pairs the English side stays as it is while the other is mutated. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  target('Moses pair', textFile('x.en-sw.sw', 'ndiyo\r\n\nmvua\u2028 kubwa\n'), [
    textFile('x.en-sw.en', 'yes\n\nheavy rain\n'),
  ]),
  target('Moses scores', textFile('x.en-sw.scores', '1.25\n0.5\n-1e-3\n'), [
    textFile('x.en-sw.en', 'yes\nno\nrain\n'),
    textFile('x.en-sw.sw', 'ndiyo\nhapana\nmvua\n'),
  ]),
  target('bitext TSV', textFile('x.en-sw.tsv', '"yes\tndiyo\t1.5\nheavy rain\tmvua\t1\n')),
  target(
    'Tatoeba TSV',
    textFile('Sentence pairs in English-Swahili.tsv', '7\tyes\t8\tndiyo\n9\train\t10\tmvua\n'),
  ),
  target('bitext TSV by header', textFile('p.tsv', 'en\tsw\tso\tscore\nyes\tndiyo\thaa\t1\n')),
  target('bitext CSV', textFile('p.csv', 'en,sw,score\n"yes, ""it\nis""",ndiyo,1\nrain,mvua,\n')),
  target(
    'bitext JSONL',
    textFile(
      'p.jsonl',
      '{"translation": {"en": "yes", "sw": "ndiyo"}, "score": 1}\n{"translation": {"en": "rain", "sw": "mvua"}}\n',
    ),
  ),
  target('TMX', textFile('p.tmx', tmx('UTF-8'))),
  target('TMX in UTF-16', {
    path: 'p.tmx',
    bytes: new Uint8Array(Buffer.from(`\ufeff${tmx('UTF-16')}`, 'utf16le')),
  }),
  target('OPUS zip', {
    path: 'en-sw.zip',
    bytes: zipSync({
      'C.en-sw.en': new TextEncoder().encode('yes\nrain\n'),
      'C.en-sw.sw': new TextEncoder().encode('ndiyo\nmvua\n'),
      'C.en-sw.scores': new TextEncoder().encode('1\n2\n'),
      LICENSE: new TextEncoder().encode('CC0'),
    }),
  }),
];

function tmx(encoding: string): string {
  const variant = (language: string, seg: string) =>
    `<tuv xml:lang="${language}"><seg>${seg}</seg></tuv>`;
  return `<?xml version="1.0" encoding="${encoding}"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="en"/><body>
<tu>${variant('en', 'a <bpt i="1">&lt;b></bpt>b<ept i="1"/> &amp; c')}${variant('sw', 'x')}</tu>
<tu><prop type="score">0.5</prop>${variant('en-GB', '<hi>yes</hi>')}${variant('swh', 'ndiyo')}</tu>
</body></tmx>
`;
}

function target(name: string, seed: NamedBytes, beside: readonly NamedBytes[] = []): FuzzTarget {
  return {
    name,
    seeds: [seed],
    async read(file) {
      const { about, bad } = await readBitext([file, ...beside]);
      return { kept: about.reduce((sum, { counts }) => sum + counts.read, 0), bad };
    },
  };
}
