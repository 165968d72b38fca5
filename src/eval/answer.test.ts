import { describe, expect, it } from 'vitest';
import { type AnswerInput, writeAnswer } from './answer';

const at = (value: number, half: number) => ({ value, ci: [value - half, value + half] as const });
const narrower: AnswerInput = {
  system: 'OT distillation',
  baseline: 'zero-shot transfer',
  task: 'T2',
  reason: null,
  baseGap: at(0.124, 0.01),
  gap: at(0.084, 0.01),
  change: at(-0.04, 0.012),
  relativeCut: at(0.32, 0.1),
  gainLow: at(0.06, 0.01),
  gainHigh: at(0.02, 0.01),
  label: 'levelling up',
  level: 0.95,
};

describe('writeAnswer', () => {
  it('says what was cut, by how much, and who rose', () => {
    expect(writeAnswer(narrower)).toBe(
      'T2: OT distillation cut the high-low MAP gap from .124 (zero-shot transfer) to .084 ' +
        '(ΔG = −.040, 95 % CI [−.052, −.028], relative 32 % [22 %, 42 %]); ' +
        'low +.060 [+.050, +.070], high +.020 [+.010, +.030]. This is levelling up.',
    );
  });

  it('names levelling down for what it is', () => {
    const text = writeAnswer({ ...narrower, label: 'levelling down', gainHigh: at(-0.05, 0.01) });
    expect(text).toContain(
      'high −.050 [−.060, −.040]. This is levelling down: the gap narrows because',
    );
  });

  it('says no as clearly as yes', () => {
    const text = writeAnswer({
      ...narrower,
      change: at(0.01, 0.004),
      gap: at(0.134, 0.01),
      label: 'mixed',
    });
    expect(text).toContain(
      'T2: OT distillation widened the high-low MAP gap from .124 (zero-shot transfer) to .134',
    );
    expect(text).not.toContain('relative');
    expect(text).not.toContain('levelling');
  });

  it.each([at(-0.01, 0.02), at(-0.01, 0.01), at(0, 0)])(
    'claims no direction when the interval holds 0: %o',
    (change) => {
      const text = writeAnswer({ ...narrower, change, label: 'none' });
      expect(text).toMatch(
        /^T2: no change of the high-low MAP gap is resolved: with OT distillation it went from/,
      );
      expect(text).not.toMatch(/cut|widened|relative|levelling/);
    },
  );

  it('gives no verdict without an interval', () => {
    const text = writeAnswer({ ...narrower, change: { value: -0.04, ci: null }, label: 'none' });
    expect(text).toMatch(/^T2: no verdict, too few queries for an interval: .*\(ΔG = −\.040\)/);
  });

  it('says why a gap cannot be computed', () => {
    const reason = 'no measured language in the low group of MTOP-6';
    expect(writeAnswer({ ...narrower, gap: null, reason })).toBe(
      `T2: the high-low MAP gap cannot be computed: ${reason}.`,
    );
    expect(writeAnswer({ ...narrower, change: null })).toContain(
      'no measurement of the system or the baseline.',
    );
  });

  it('does not call it a cut when the low group leads', () => {
    expect(writeAnswer({ ...narrower, baseGap: at(-0.02, 0.01), gap: at(-0.06, 0.01) })).toContain(
      'moved the high-low MAP gap further in favour of the low group, from −.020',
    );
    expect(
      writeAnswer({ ...narrower, baseGap: at(-0.02, 0.01), change: at(0.03, 0.01) }),
    ).toContain('in favour of the high group,');
    expect(writeAnswer({ ...narrower, gap: at(-0.03, 0.01) })).toContain(
      'so that the low group leads,',
    );
    expect(writeAnswer({ ...narrower, gap: at(-0.003, 0.01) })).toContain('cut the high-low');
  });

  it.each([
    [at(-0.01, 0.004), 0.012, 'is narrower still (−.010, 95 % CI [−.014, −.006], Holm p = .012).'],
    [at(0.01, 0.004), 0.0002, 'is wider (+.010, 95 % CI [+.006, +.014], Holm p < .001).'],
    [
      at(-0.002, 0.004),
      undefined,
      'no difference of the gaps is resolved (−.002, 95 % CI [−.006, +.002]).',
    ],
  ])('compares with the strongest rival: %o', (extra, holmP, end) => {
    const text = writeAnswer({ ...narrower, rival: { name: 'MSE', extra, holmP } });
    expect(text).toContain('Against MSE ');
    expect(text.endsWith(end)).toBe(true);
  });

  it('never shows a bound that excludes 0 as 0', () => {
    const text = writeAnswer({ ...narrower, change: { value: -0.003, ci: [-0.006, -0.00021] } });
    expect(text).toContain('[−.006, −.00021]');
  });
});
