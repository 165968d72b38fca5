import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShapeError } from '../../gpu';
import { slotAgreement } from './slotAgreement';
import { totalSlotAgreement } from './totalSlotAgreement';

const matrix = (...rows: number[][]) => Float64Array.from(rows.flat());

describe('slotAgreement', () => {
  // Rows: A, A, B, outside. Columns: B, A, outside.
  const plan = matrix([0.1, 0.15, 0], [0, 0.2, 0.05], [0.1, 0.1, 0.05], [0.05, 0, 0.2]);
  const [rows, columns] = [
    ['A', 'A', 'B', null],
    ['B', 'A', null],
  ];

  test('a plan done by hand', () => {
    const found = slotAgreement(plan, 4, 3, rows!, columns!);
    // Mass of A .5 and B .25; A to A .35, B to B .1; columns B .25, A .45.
    expect(found.mass).toBeCloseTo(0.75, 12);
    expect(found.same).toBeCloseTo(0.45, 12);
    expect(found.chance).toBeCloseTo(0.5 * 0.45 + 0.25 * 0.25, 12);
    expect(found.share).toBeCloseTo(0.6, 12);
    expect(found.chanceShare).toBeCloseTo(0.2875 / 0.75, 12);
    expect(found.corrected).toBeCloseTo((0.45 - 0.2875) / (0.75 - 0.2875), 12);
    expect(found).toMatchObject({ shared: ['A', 'B'], rowsOnly: [], columnsOnly: [], leftOut: 0 });
  });

  test('a slot that one side lacks is left out, and named', () => {
    const found = slotAgreement(plan, 4, 3, rows!, ['C', 'A', null]);
    expect(found).toMatchObject({ shared: ['A'], rowsOnly: ['B'], columnsOnly: ['C'] });
    expect(found.share).toBeCloseTo(0.35 / 0.5, 12);
    expect(found.chanceShare).toBeCloseTo(0.45, 12);
    expect(found.leftOut).toBeCloseTo(0.25, 12);
  });

  test('a name that stands twice is one slot', () => {
    const crossed = matrix([0, 0.25, 0], [0.25, 0, 0], [0, 0, 0.5]);
    const found = slotAgreement(crossed, 3, 3, ['A', 'A', 'B'], ['A', 'A', 'B']);
    expect(found).toMatchObject({ share: 1, corrected: 1, shared: ['A', 'B'] });
  });

  test.each([
    ['no slots', [null, null], [null, null]],
    ['slots on one side', ['A', null], [null, null]],
    ['none of both', ['A', 'A'], ['B', null]],
  ])('%s: no shares', (_, x, y) => {
    const found = slotAgreement(matrix([0.5, 0], [0, 0.5]), 2, 2, x, y);
    expect(found).toMatchObject({ share: null, chanceShare: null, corrected: null, mass: 0 });
  });

  test('no shares without mass or tokens; nothing to correct where one slot is all there is', () => {
    expect(slotAgreement(new Float64Array(1), 1, 1, ['A'], ['A'])).toMatchObject({ share: null });
    expect(slotAgreement(new Float64Array(0), 0, 0, [], [])).toMatchObject({ share: null });
    expect(slotAgreement(matrix([0.3, 0.7]), 1, 2, ['A'], ['A', 'A'])).toMatchObject({
      share: 1,
      chanceShare: 1,
      corrected: null,
    });
  });

  test('lengths and entries that make no sense are refused', () => {
    const four = matrix([0.25, 0.25], [0.25, 0.25]);
    expect(() => slotAgreement(four, 2, 3, ['A', 'A'], ['A', 'A', 'A'])).toThrow(ShapeError);
    expect(() => slotAgreement(four, 2, 2, ['A'], ['A', 'A'])).toThrow(ShapeError);
    expect(() => slotAgreement(four, 2, 2, ['A', 'A'], ['A'])).toThrow(ShapeError);
    for (const bad of [-0.1, Number.NaN, Infinity])
      expect(() => slotAgreement(matrix([0.1, bad]), 1, 2, ['A'], ['A', null])).toThrow(
        `slotAgreement: entry 1 is ${bad}, wanted a finite mass >= 0`,
      );
  });
});

const name = fc.constantFrom('A', 'B', 'C', null);
const problem = fc
  .record({ n: fc.integer({ min: 1, max: 5 }), m: fc.integer({ min: 1, max: 5 }) })
  .chain(({ n, m }) =>
    fc.record({
      n: fc.constant(n),
      m: fc.constant(m),
      mass: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n * m, maxLength: n * m }),
      rows: fc.array(name, { minLength: n, maxLength: n }),
      columns: fc.array(name, { minLength: m, maxLength: m }),
    }),
  );
const shuffled = (length: number) =>
  fc.shuffledSubarray([...Array(length).keys()], { minLength: length, maxLength: length });
type Shares = Pick<ReturnType<typeof slotAgreement>, 'share' | 'chanceShare' | 'corrected'>;

function expectSame(found: Shares, wanted: Shares) {
  for (const key of ['share', 'chanceShare', 'corrected'] as const)
    if (wanted[key] === null) expect(found[key], key).toBeNull();
    else expect(found[key], key).toBeCloseTo(wanted[key], 10);
}

describe('slotAgreement, properties', () => {
  test('the order of tokens says nothing', () => {
    const any = problem.chain((one) =>
      fc.tuple(fc.constant(one), shuffled(one.n), shuffled(one.m)),
    );
    void fc.assert(
      fc.property(any, ([{ n, m, mass, rows, columns }, rowOrder, columnOrder]) => {
        const moved = rowOrder.flatMap((i) => columnOrder.map((j) => mass[i * m + j]!));
        const found = slotAgreement(
          Float64Array.from(moved),
          n,
          m,
          rowOrder.map((i) => rows[i]!),
          columnOrder.map((j) => columns[j]!),
        );
        expectSame(found, slotAgreement(Float64Array.from(mass), n, m, rows, columns));
      }),
    );
  });

  test('names and the total mass say nothing', () => {
    const other = { A: 'z', B: 'y', C: 'x' };
    const renamed = (names: readonly (string | null)[]) =>
      names.map((one) => one && other[one as 'A']);
    void fc.assert(
      fc.property(problem, ({ n, m, mass, rows, columns }) => {
        const scaled = Float64Array.from(mass, (value) => value * 3);
        const found = slotAgreement(scaled, n, m, renamed(rows), renamed(columns));
        expectSame(found, slotAgreement(Float64Array.from(mass), n, m, rows, columns));
      }),
    );
  });

  test('the independent plan is at chance, and its share is the chance of any plan with its sums', () => {
    void fc.assert(
      fc.property(problem, ({ n, m, mass, rows, columns }) => {
        const total = mass.reduce((sum, value) => sum + value, 0);
        const row = (i: number) => mass.slice(i * m, i * m + m).reduce((sum, v) => sum + v, 0);
        const column = (j: number) => mass.reduce((sum, v, k) => sum + (k % m === j ? v : 0), 0);
        const independent = Float64Array.from(mass, (_, k) =>
          total > 0 ? (row(Math.floor(k / m)) * column(k % m)) / total : 0,
        );
        const found = slotAgreement(independent, n, m, rows, columns);
        const { chanceShare } = slotAgreement(Float64Array.from(mass), n, m, rows, columns);
        if (chanceShare === null) expect(found.share).toBeNull();
        else expect(found.share).toBeCloseTo(chanceShare, 10);
        if (found.corrected !== null) expect(found.corrected).toBeCloseTo(0, 8);
      }),
    );
  });

  test('shares lie in [0, 1], the corrected one at most at 1; mass is parted', () => {
    void fc.assert(
      fc.property(problem, ({ n, m, mass, rows, columns }) => {
        const found = slotAgreement(Float64Array.from(mass), n, m, rows, columns);
        for (const share of [found.share, found.chanceShare]) {
          if (share === null) continue;
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        expect(found.corrected ?? 0).toBeLessThanOrEqual(1);
        const inSlots = rows.reduce(
          (sum, one, i) =>
            sum + (one === null ? 0 : mass.slice(i * m, i * m + m).reduce((s, v) => s + v, 0)),
          0,
        );
        expect(found.mass + found.leftOut).toBeCloseTo(inSlots, 10);
      }),
    );
  });

  test('mass that stays in the slot is worth 1, whatever the rest does', () => {
    void fc.assert(
      fc.property(problem, ({ n, m, mass, rows, columns }) => {
        const kept = Float64Array.from(mass, (value, k) => {
          const [row, column] = [rows[Math.floor(k / m)]!, columns[k % m]!];
          return row === null || row === column ? value : 0;
        });
        const { share } = slotAgreement(kept, n, m, rows, columns);
        if (share !== null) expect(share).toBe(1);
      }),
    );
  });
});

describe('totalSlotAgreement', () => {
  const one = slotAgreement(matrix([0.5, 0], [0.25, 0.25]), 2, 2, ['A', 'B'], ['A', 'B']);
  const other = slotAgreement(matrix([0.25, 0], [0, 0.75]), 2, 2, ['A', null], [null, 'A']);
  const bare = slotAgreement(matrix([1]), 1, 1, [null], ['A']);
  const apart = slotAgreement(matrix([1]), 1, 1, ['B'], ['A']);
  const flat = slotAgreement(matrix([1]), 1, 1, ['A'], ['A']);

  test('by mass and by pair, with what was left out', () => {
    const total = totalSlotAgreement([one, other, bare, apart, flat]);
    // Mass 1, .25, 1; same .75, 0, 1; chance .5 * .75 + .5 * .25, .25 * .75, 1.
    expect(total.mass).toBeCloseTo(2.25, 12);
    expect(total.share).toBeCloseTo(1.75 / 2.25, 12);
    expect(total.chanceShare).toBeCloseTo((0.5 + 0.1875 + 1) / 2.25, 12);
    expect(total.corrected).toBeCloseTo((1.75 - 1.6875) / (2.25 - 1.6875), 12);
    expect(total.mean.share).toBeCloseTo((0.75 + 0 + 1) / 3, 12);
    expect(total.mean.chanceShare).toBeCloseTo((0.5 + 0.75 + 1) / 3, 12);
    expect(total.mean.corrected).toBeCloseTo((0.5 + -3) / 2, 12);
    expect(total.leftOut).toBeCloseTo(1 / 3.25, 12);
    expect(total.counts).toEqual({
      ...{ pairs: 5, scored: 3, uncorrected: 1, withoutSlots: 1, withoutShared: 1 },
      ...{ shared: 4, rowsOnly: 1, columnsOnly: 2 },
    });
  });

  test('nothing gives no shares', () => {
    for (const pairs of [[], [bare]])
      expect(totalSlotAgreement(pairs)).toMatchObject({
        ...{ share: null, chanceShare: null, corrected: null, leftOut: null },
        mean: { share: null, chanceShare: null, corrected: null },
      });
  });

  test('one pair alone is itself', () => {
    expectSame(totalSlotAgreement([one]), one);
    expectSame(totalSlotAgreement([one]).mean, one);
  });
});
