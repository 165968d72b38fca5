import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareUtf8 } from './compareUtf8';

test('orders texts as strcmp does their bytes', () => {
  const text = fc.string({ unit: 'binary', maxLength: 4 });
  // Often equal at the front, and often around the surrogates, where UTF-16 and UTF-8 disagree.
  const edgy = fc.array(fc.constantFrom('a', 'z', '\ud7ff', '\ue000', '\uffff', '😀', '𐀀'), {
    maxLength: 3,
  });
  const either = fc.oneof(
    text,
    edgy.map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(either, either, (a, b) => {
      const want = Buffer.compare(Buffer.from(a), Buffer.from(b));
      expect(Math.sign(compareUtf8(a, b))).toBe(want);
    }),
    { numRuns: 5000, seed: 20_260_101 },
  );
});
