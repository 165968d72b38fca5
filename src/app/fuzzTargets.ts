import { refusing, seedOf, textOf, want } from '../data/fuzz/targeting';
import type { FuzzTarget } from '../data/fuzz/types';
import { sampleReport } from '../report/testing';
import { parseReport } from './parseReport';
import { EPSILON, ITERATIONS, parseUrlState, VIEWS, writeUrlState } from './urlState';

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
  name: 'parseUrlState',
  seeds: [
    seedOf('url', '?view=gap&q=22365872&lang=de&mode=cost&eps=0.1&iters=50&debug=1'),
    seedOf('empty', ''),
  ],
  async read(file) {
    const search = textOf(file);
    const state = parseUrlState(search);
    const { epsilon, iterations, view } = state;
    want(VIEWS.includes(view), 'a view that there is');
    want(epsilon >= EPSILON.least && epsilon <= EPSILON.most, 'an epsilon in its range');
    want(iterations >= ITERATIONS.least && iterations <= ITERATIONS.most, 'iterations in range');
    const again = parseUrlState(writeUrlState(state, search));
    want(
      JSON.stringify({ ...again, epsilon: 0 }) === JSON.stringify({ ...state, epsilon: 0 }),
      'the same state from its own link',
    );
    return { kept: 1, bad: 0 };
  },
};
