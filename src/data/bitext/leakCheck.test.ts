import { describe, expect, it } from 'vitest';
import { LeakCheck } from './leakCheck';

describe('LeakCheck', () => {
  const pair = (english: string, foreign = 'x') => ({ english, foreign });

  it('finds pairs of which a side is an evaluated text once normalised', () => {
    const leaks = new LeakCheck(['call MOM ', 'Call dad', 'Piga simu']);
    const pairs = [
      pair('Call  Mom'),
      pair('ｃａｌｌ dad'),
      pair('call mom.'),
      pair('new', 'piga  simu'),
      pair('new'),
    ];
    expect(leaks.clean(pairs)).toEqual({ pairs: [pairs[2], pairs[4]], leaked: 3 });
  });

  it('finds nothing where nothing is evaluated', () => {
    expect(new LeakCheck([]).clean([pair('', '')]).leaked).toBe(0);
    expect(new LeakCheck(['a']).clean([])).toEqual({ pairs: [], leaked: 0 });
  });
});
