import { describe, expect, test } from 'vitest';
import { openHostNn } from '../../nn';
import { randomBatch, SETTINGS, uploadBatch } from './batch.testing';
import { evaluateLoss } from './evaluate';
import { lossName, parseLoss } from './names';
import { LOSS_NAMES } from './types';

describe('parseLoss', () => {
  test.each(LOSS_NAMES)('knows %s alone', (name) => {
    expect(parseLoss(name)).toEqual([{ name, weight: 1 }]);
  });

  test('reads factors and blanks', () => {
    expect(parseLoss(' ot + 0.5 * mse+2e-3*kl')).toEqual([
      { name: 'ot', weight: 1 },
      { name: 'mse', weight: 0.5 },
      { name: 'kl', weight: 0.002 },
    ]);
  });

  test('names the unknown term and the known ones', () => {
    expect(() => parseLoss('ot+optimal')).toThrow(RangeError);
    expect(() => parseLoss('ot+optimal')).toThrow(
      /unknown term 'optimal', known are ot, ot-implicit/,
    );
    for (const text of ['', 'ot+', '+ot', 'ot++mse', '0.5', 'OT'])
      expect(() => parseLoss(text), text).toThrow(/unknown term/);
  });

  test.each(['0*ot', '-1*ot', 'x*ot', '*ot', 'Infinity*ot', '1*2*ot'])('refuses %s', (text) => {
    expect(() => parseLoss(text)).toThrow(/factor/);
  });

  test('refuses a term twice', () => {
    expect(() => parseLoss('ot+2*ot')).toThrow('ot occurs twice');
  });

  test.each(['ot', 'ot+0.5*mse', '1e-7*kl+2*greedy', '1e25*ot'])(
    'lossName gives %s back',
    (text) => {
      expect(lossName(parseLoss(text))).toBe(text);
    },
  );
});

describe('evaluateLoss refuses', () => {
  const refused = async (loss: string, change: object = {}, settings: object = {}) => {
    using ops = openHostNn('float64');
    const batch = { ...uploadBatch(ops, randomBatch()), ...change };
    return await evaluateLoss(ops, loss === '' ? [] : parseLoss(loss), batch, {
      ...SETTINGS,
      ...settings,
    });
  };
  test.each<[string, string, object, object, RegExp]>([
    ['no term', '', {}, {}, /no term/],
    ['kl without documents', 'kl', {}, {}, /loss kl: the batch has no documents/],
    ['margin-mse without documents', 'margin-mse', {}, {}, /loss margin-mse: .* no documents/],
    [
      'counts that do not fit',
      'ot',
      { studentCounts: Uint32Array.of(1, 1, 7, 12, 32) },
      {},
      /student is/,
    ],
    ['an empty text', 'mse', { studentCounts: Uint32Array.of(1, 0, 8, 12, 33) }, {}, /0 rows/],
    ['temperature 0', 'infonce', {}, { temperature: 0 }, /temperature must be positive/],
    ['eps 0', 'ot', {}, { ot: { eps: 0, iterations: 1 } }, /eps must be positive/],
  ])('%s', async (_, loss, change, settings, message) => {
    await expect(refused(loss, change, settings)).rejects.toThrow(message);
  });

  test.each(['ot-implicit', 'ot-unrolled', 'ot-divergence'])('%s unbalanced', async (loss) => {
    const ot = { ...SETTINGS.ot, marginals: { kind: 'partial', mass: 0.5 } };
    await expect(refused(loss, {}, { ot })).rejects.toThrow(
      `loss ${loss}: only balanced marginals`,
    );
  });
});
