import { describe, expect, it } from 'vitest';
import { planBatches } from './batches';

describe('planBatches', () => {
  it('pads nothing at step 1', () => {
    expect(planBatches([5, 3, 5, 3, 4], 100, 1, 512)).toEqual([
      { texts: [1, 3], length: 3 },
      { texts: [4], length: 4 },
      { texts: [0, 2], length: 5 },
    ]);
  });

  it('rounds up to the step but not past the longest length', () => {
    const lengths = planBatches([1, 8, 9, 511], 1024, 8, 511).map((batch) => batch.length);
    expect(lengths).toEqual([8, 16, 511]);
  });

  it('counts the padding against the budget', () => {
    const sizes = planBatches(new Array(10).fill(5), 24, 8, 512).map((batch) => batch.texts.length);
    expect(sizes).toEqual([3, 3, 3, 1]);
  });

  it('runs a text longer than the budget alone', () => {
    expect(planBatches([30, 30], 24, 1, 512).map((batch) => batch.texts)).toEqual([[0], [1]]);
  });

  it('gives nothing for nothing', () => {
    expect(planBatches([], 24, 1, 512)).toEqual([]);
  });
});
