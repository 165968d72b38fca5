import { describe, expect, test } from 'vitest';
import { randomSigned } from '../../gpu/testing';
import {
  fusedOtCpu,
  groundCostCpu,
  type OtSettings,
  raggedLayout,
  readStatus,
} from '../../kernels';
import { l1Error } from '../goldenTesting';
import { divergenceCpu } from './divergenceCpu';
import { exactEmd } from './exactEmd';

/** A case of golden/variants, made by tools/golden/variants.py with POT. */
interface Variant {
  readonly name: string;
  readonly n: number;
  readonly m: number;
  readonly d: number;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly X: readonly number[];
  readonly Y: readonly number[];
  readonly settings: Omit<OtSettings, 'iterations'>;
  readonly P: readonly number[];
  readonly loss: number;
  readonly mass: number;
  readonly value?: number;
  /** Of regularised values, and of `<P, C>` as POT defines it. */
  readonly divergence?: number;
  readonly divergenceOfLosses?: number;
}

const variants = Object.values(
  import.meta.glob<Variant>('../golden/variants/*.json', { eager: true, import: 'default' }),
);
const named = (name: string) => variants.find((one) => one.name === name)!;

const hostOf = ({ n, m, d, X, Y, a, b }: Variant) => ({
  x: X,
  y: Y,
  d,
  layout: raggedLayout([n], [m]),
  weights: [...a, ...b],
});

describe.each(variants.filter(({ name }) => name !== 'exact'))('$name', (want) => {
  const settings = { ...want.settings, iterations: 100_000, tolerance: 1e-13 };
  const got = fusedOtCpu(hostOf(want), settings);
  const status = readStatus(got.status, 0, 1e-13);

  test('has the plan, loss, value and mass of POT', () => {
    expect(l1Error(got.plan, want.P)).toBeLessThan(1e-10);
    const size = Math.max(1, Math.abs(want.loss));
    expect(Math.abs(status.loss - want.loss)).toBeLessThan(1e-10 * size);
    expect(Math.abs(status.value - want.value!)).toBeLessThan(1e-10 * size);
    expect(Math.abs(status.mass - want.mass)).toBeLessThan(1e-11);
  });

  test('closes the duality gap', () => {
    expect(Math.abs(status.gap)).toBeLessThan(1e-11 * Math.max(1, Math.abs(want.loss)));
    expect(status.rowError + status.columnError).toBeLessThan(1e-12);
  });
});

test('the exact plan of POT: by exactEmd at once, by the proximal schedule in the limit', () => {
  const want = named('exact');
  const { n, m, a, b } = want;
  const cost = groundCostCpu(hostOf(want));
  const exact = exactEmd({ cost, n, m, a, b });
  expect(l1Error(exact.plan, want.P)).toBeLessThan(1e-13);
  const apart = [100, 400, 1600].map((iterations) => {
    const { plan } = fusedOtCpu(hostOf(want), { ...want.settings, iterations });
    return l1Error(plan, want.P);
  });
  expect(apart[0]).toBeLessThan(0.06); // measured 2.7e-2
  expect(apart[1]).toBeLessThan(2e-5); // measured 7.4e-6
  expect(apart[2]).toBeLessThan(1e-10); // measured 1.3e-11
});

describe('divergenceCpu', () => {
  const want = named('divergence');
  const settings = { ...want.settings, iterations: 100_000, tolerance: 1e-14 };

  test('is that of the values that POT finds', () => {
    const { value } = divergenceCpu(hostOf(want), settings);
    expect(Math.abs(value[0]! - want.divergence!)).toBeLessThan(1e-12);
    expect(Math.abs(want.divergence! - want.divergenceOfLosses!)).toBeGreaterThan(1e-3);
  });

  test('of the losses is the divergence of POT', () => {
    const { X, Y, d, n, m } = want;
    const loss = (x: readonly number[], y: readonly number[]) => {
      const layout = raggedLayout([x.length / d], [y.length / d]);
      return readStatus(fusedOtCpu({ x, y, d, layout }, settings).status, 0).loss;
    };
    expect(n * m).toBe(want.P.length);
    const ours = loss(X, Y) - loss(X, X) / 2 - loss(Y, Y) / 2;
    expect(Math.abs(ours - want.divergenceOfLosses!)).toBeLessThan(1e-10);
  });

  test('is exactly 0 for a text against itself', () => {
    const { X, d, n, a } = want;
    const layout = raggedLayout([n], [n]);
    const { value } = divergenceCpu({ x: X, y: X, d, layout, weights: [...a, ...a] }, settings);
    expect(value[0]).toBe(0);
  });

  test.each(['cosine', 'squared-euclidean', 'dot'] as const)(
    'has the slope of finite differences, %s',
    (cost) => {
      const eps = cost === 'cosine' ? 0.1 : 10; // raw tokens have norms of about 4
      const host = hostOf(want);
      const here = { eps, cost, distortion: 0.1, iterations: 4000, tolerance: 1e-13 };
      const { gradient, value } = divergenceCpu(host, here);
      expect(value[0]).toBeGreaterThan(0);
      const direction = randomSigned(want.Y.length, 271828);
      const at = (h: number) =>
        divergenceCpu({ ...host, y: want.Y.map((v, k) => v + h * direction[k]!) }, here).value[0]!;
      const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
      const along = gradient.reduce((sum, g, k) => sum + g * direction[k]!, 0);
      expect(Math.abs(slope / along - 1)).toBeLessThan(1e-6);
    },
  );

  test('takes each problem of a batch by itself, weights and all', () => {
    const [one, other] = [named('balanced-dot'), named('balanced-squared-euclidean')];
    const here = { eps: 1, iterations: 50, cost: 'dot' } as const;
    const alone = [one, other].map((it) => divergenceCpu(hostOf(it), here));
    const layout = raggedLayout([one.n, other.n], [one.m, other.m]);
    const both = divergenceCpu(
      {
        x: [...one.X, ...other.X],
        y: [...one.Y, ...other.Y],
        d: 9,
        layout,
        weights: [...one.a, ...one.b, ...other.a, ...other.b],
      },
      here,
    );
    expect([...both.value]).toEqual(alone.map(({ value }) => value[0]));
    expect([...both.gradient]).toEqual(alone.flatMap(({ gradient }) => [...gradient]));
  });

  test('refuses marginals that are not balanced', () => {
    const marginals = { kind: 'partial', mass: 0.5 } as const;
    expect(() => divergenceCpu(hostOf(want), { ...settings, marginals })).toThrow(
      'divergenceCpu: only balanced marginals, got partial',
    );
  });
});
