import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../../lib';
import { corpusTargets } from './fuzzTargets';

describe.each(corpusTargets.map((target) => [target.name, target] as const))('%s', (_, target) => {
  it('accounts for every row of a valid file', async () => {
    for (const seed of target.seeds) expect((await target.read(seed)).bad).toBe(0);
  });

  it('gives rows or a ParseError, whatever is cut or changed', async () => {
    const seeds = fc.constantFrom(...target.seeds);
    await fc.assert(
      fc.asyncProperty(seeds, fc.nat(), fc.nat(255), fc.boolean(), async (...change) => {
        const [seed, place, byte, isCut] = change;
        const at = place % seed.bytes.length;
        const bytes = isCut ? seed.bytes.slice(0, at) : Uint8Array.from(seed.bytes);
        if (!isCut) bytes[at] = byte;
        await target
          .read({ ...seed, bytes })
          .then(({ kept, bad }) => expect(kept + bad).toBeGreaterThan(0))
          .catch((error) => expect(error).toBeInstanceOf(ParseError));
      }),
      { numRuns: 40 },
    );
  });
});
