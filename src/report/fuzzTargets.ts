import { refusing, seedOf, textOf } from '../data/fuzz/targeting';
import type { FuzzTarget } from '../data/fuzz/types';
import { ParseError } from '../lib';
import { collectionConfig, parseStudyConfig } from './config';

const FULL = {
  methods: ['ot', 'ot+0.5*mse', 'mse@top-2', 'ot:200', 'imported:a.b'],
  languages: ['de', 'th'],
  seeds: [1, 2],
  groups: { name: 'own', high: ['de'], low: ['th'] },
  planLayer: 6,
  ranker: { loss: 'kl', dimension: 8 },
  distil: { epsilon: 0.02, steps: 10 },
  bootstrap: { replicates: 100, seed: 7 },
};

export const configTarget: FuzzTarget = {
  name: 'parseStudyConfig',
  seeds: [seedOf('a.json', '{}'), seedOf('b.json', JSON.stringify(FULL))],
  async read(file) {
    const text = textOf(file);
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw new ParseError(file.path, 0, '', 'is no JSON');
    }
    const config = refusing(file.path, /^Study config: /, () =>
      parseStudyConfig(collectionConfig(json)),
    );
    return { kept: config.methods.length, bad: 0 };
  },
};
