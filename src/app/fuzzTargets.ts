import { refusing, seedOf, textOf, want } from '../data/fuzz/targeting';
import type { FuzzTarget } from '../data/fuzz/types';
import { storedTensor, writeSafetensors } from '../lib';
import { sampleReport } from '../report/testing';
import { EPSILON, ITERATIONS, VIEWS } from './look/look';
import { readUrl, writeUrl } from './look/urlText';
import { parseReport } from './parseReport';
import { unpackWeights, WEIGHTS_FILE } from './runs/weightsFile';

export const reportTarget: FuzzTarget = {
  name: 'parseReport',
  seeds: [seedOf('report.json', JSON.stringify(sampleReport()))],
  async read(file) {
    const text = textOf(file);
    const report = refusing(file.path, /^(?:this is not|field )/, () => parseReport(text));
    return { kept: report.results.length + report.gaps.length, bad: 0 };
  },
};

export const urlTarget: FuzzTarget = {
  name: 'readUrl',
  seeds: [
    seedOf('url', 'view=gap&q=22365872&lang=de&mode=cost&table=true&eps=0.1&iters=50&debug=1'),
    seedOf('empty', ''),
  ],
  async read(file) {
    // As a browser hands it over, whatever stands in its address.
    const { search } = new URL(`?${textOf(file)}`, 'http://localhost/');
    const { view, look, refused } = readUrl(search);
    const { epsilon, iterations } = look;
    want(VIEWS.includes(view), 'a view that there is');
    want(epsilon >= EPSILON.least && epsilon <= EPSILON.most, 'an epsilon in its range');
    want(iterations >= ITERATIONS.least && iterations <= ITERATIONS.most, 'iterations in range');
    const link = writeUrl(view, look, search);
    const [once, again] = [readUrl(link), readUrl(writeUrl(view, readUrl(link).look, link))];
    // An epsilon is written with three digits.
    want(JSON.stringify(once.look) === JSON.stringify(again.look), 'the same from its own link');
    want(once.refused.length === 0, 'a link of its own that is read without a refusal');
    return { kept: 1, bad: refused.length };
  },
};

const student = { stem: 'ot.de.1', teacher: 'ranker/en/1', norms: {}, record: { seed: 1 } };
const one = storedTensor(new Float32Array([1, 2]), [1, 2]);

export const weightsTarget: FuzzTarget = {
  name: 'unpackWeights',
  seeds: [
    {
      path: WEIGHTS_FILE,
      bytes: writeSafetensors(new Map([['ot/de/1/w', one] as const, ['ranker/en/1/w', one]]), {
        ...{ schema: 'weights/1', study: '{"corpus":"x"}', 'ot/de/1': JSON.stringify(student) },
      }),
    },
  ],
  async read(file) {
    return { kept: unpackWeights(file.bytes).length, bad: 0 };
  },
};
