import { describe, expect, test } from 'vitest';
import { METHODS, parseStudyConfig, type StudyConfigInput } from '../report';
import { isEncoderMethod, isTransport, resolveMethods, trainedOf } from './methods';

const resolve = (config: StudyConfigInput) => resolveMethods(parseStudyConfig(config));

describe('resolveMethods', () => {
  test('knows every method that the form offers', () => {
    const methods = resolve({ methods: [...METHODS] });
    expect(methods.map(({ id }) => id)).toEqual([...METHODS]);
    expect(methods.filter(({ kind }) => kind === 'map').map(({ id }) => id)).toEqual([
      'mean-shift',
      'least-squares',
      'ridge',
      'procrustes',
      'ot-procrustes',
      'cca',
      'gaussian-ot',
    ]);
  });

  test('a sum of losses, with the student of the config or its own', () => {
    const [own, other] = trainedOf(
      resolve({ methods: ['ot+0.5*mse', 'mse@top-2'], student: 'mlp-8', distil: { batch: 5 } }),
    );
    expect(own).toMatchObject({
      terms: [
        { name: 'ot', weight: 1 },
        { name: 'mse', weight: 0.5 },
      ],
      student: 'mlp-8',
      spec: { kind: 'mlp', hidden: 8 },
      settings: { steps: 300, batch: 5 },
    });
    expect(other).toMatchObject({
      spec: { kind: 'top', layers: 2 },
      settings: { steps: 240, batch: 5 },
    });
  });

  test('which train the encoder, and which transport', () => {
    const ids = ['ot', 'ot-procrustes', 'mse@top-2', 'mse+ot-divergence', 'zero-shot'];
    const methods = resolve({ methods: ids });
    expect(methods.filter(isEncoderMethod).map(({ id }) => id)).toEqual(['mse@top-2']);
    expect(methods.filter(isTransport).map(({ id }) => id)).toEqual(['ot', 'mse+ot-divergence']);
  });

  test.each([
    [
      { methods: ['zero-shot', 'ott'] },
      /^Study config: methods\.1: .*'ott'.*known are ot,.*no loss: .*ot-procrustes/s,
    ],
    [{ methods: ['ot+ot'] }, /methods\.0: .*ot occurs twice/],
    [{ methods: ['ot@tops'] }, /methods\.0: student: found 'tops', want one of head/],
    [{ methods: ['ot'], student: 'huge' }, /^Study config: student: .*'huge'/],
    [{ methods: ['ot@lora-0'] }, /methods\.0: .*positive/],
  ])('%j is refused by field', (config, message) => {
    expect(() => resolve(config)).toThrow(message);
  });
});
