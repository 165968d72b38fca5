import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText } from './normaliseText';

describe('normaliseText', () => {
  it('folds width, composition, case and white space, and keeps punctuation', () => {
    expect(normaliseText(' Ｃａfe\u0301\u00a0\t7 AM. ')).toBe('café 7 am.');
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
      }),
    );
  });
});
