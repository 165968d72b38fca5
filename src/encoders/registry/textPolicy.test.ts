import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryCache } from '../cache';
import { rowsOf } from '../testing/nodeEncoder';
import type { Encoder } from '../types';
import { withCache } from '../withCache';
import { openModel } from './openModel';
import { asModelFiles, tinyModel } from './testing/tinyModel';
import { PLAIN_POLICY, withPolicy } from './textPolicy';

const PREFIXED = { ...PLAIN_POLICY, queryPrefix: 'query: ', passagePrefix: 'passage: ' };
const TEXT = 'wake me . at seventeen';
const OWN = ['wake', 'me', '.', 'at', 'seven', '##teen'];
const WIDTH = 32;

let encoder: Encoder;
beforeAll(async () => {
  const runtime = { executionProvider: 'wasm', threads: 1, wasmPaths: 'package' } as const;
  ({ encoder } = await openModel(asModelFiles(tinyModel()), runtime));
});
afterAll(() => encoder.close());

describe('a policy', () => {
  it('changes nothing where it asks for nothing', async () => {
    const plain = withPolicy(encoder, PLAIN_POLICY);
    expect([plain.hasRoles, plain.keepsText]).toEqual([false, true]);
    const [a, b] = [await plain.encode([TEXT, '']), await encoder.encode([TEXT, ''])];
    expect(a).toEqual(b);
    expect(plain.keep(TEXT, 'query').pieces).toEqual(OWN);
  });

  it("drops a prefix's tokens, or keeps them; the text sees them either way", async () => {
    const dropping = withPolicy(encoder, PREFIXED);
    const keeping = withPolicy(encoder, { ...PREFIXED, prefixTokens: 'keep' });
    const bare = await encoder.encode([TEXT]);
    for (const role of ['query', 'passage'] as const) {
      const dropped = await dropping.encode([TEXT], { role });
      const kept = await keeping.encode([TEXT], { role });
      expect(dropped.pieces).toEqual([OWN]);
      expect(kept.pieces).toEqual([[role, ':', ...OWN]]);
      expect(rowsOf(dropped, 0)).toEqual(rowsOf(kept, 0).slice(2 * WIDTH));
      expect(rowsOf(dropped, 0)).not.toEqual(rowsOf(bare, 0));
      const whole = await encoder.encode([`${role}: ${TEXT}`]);
      expect(rowsOf(kept, 0)).toEqual(rowsOf(whole, 0));
    }
    expect([dropping.hasRoles, dropping.keepsText, keeping.keepsText]).toEqual([true, true, false]);
  });

  it('drops no more of an empty text than the prefix, and keeps the offsets', async () => {
    const dropping = withPolicy(encoder, PREFIXED);
    const encoded = await dropping.encode(['', TEXT, ''], { role: 'query' });
    expect([...encoded.offsets]).toEqual([0, 0, 6, 6]);
    // A text that begins as the prefix does loses the prefix once.
    expect(dropping.keep('query : me', 'query').pieces).toEqual(['query', ':', 'me']);
  });

  it('keeps special tokens where it says so', async () => {
    const keeping = withPolicy(encoder, { ...PREFIXED, specialTokens: 'keep' });
    const encoded = await keeping.encode(['me'], { role: 'passage' });
    expect(encoded.pieces).toEqual([['[CLS]', 'me', '[SEP]']]);
    expect(keeping.keepsText).toBe(false);
  });

  it('leaves punctuation out of passages alone', async () => {
    const skipping = withPolicy(encoder, { ...PLAIN_POLICY, skiplist: 'punctuation' });
    const passage = await skipping.encode([TEXT], { role: 'passage' });
    expect(passage.pieces).toEqual([OWN.filter((piece) => piece !== '.')]);
    const query = await skipping.encode([TEXT], { role: 'query' });
    expect(query.pieces).toEqual([OWN]);
    expect(rowsOf(passage, 0).slice(0, 2 * WIDTH)).toEqual(rowsOf(query, 0).slice(0, 2 * WIDTH));
    expect(rowsOf(passage, 0).slice(2 * WIDTH)).toEqual(rowsOf(query, 0).slice(3 * WIDTH));
    const words = withPolicy(encoder, { ...PLAIN_POLICY, skiplist: 'punctuation' }, [
      'seven',
      'teen',
    ]);
    expect(words.keep(TEXT, 'passage').pieces).toEqual(OWN.slice(0, 4));
  });

  it('shares what is remembered of the whole text', async () => {
    let asked = 0;
    const counted: Encoder = {
      ...encoder,
      encode: (texts, options) => {
        asked += texts.length;
        return encoder.encode(texts, options);
      },
    };
    const cached = withCache(counted, memoryCache());
    const first = await withPolicy(cached, PREFIXED).encode([TEXT], { role: 'query' });
    const skipping = withPolicy(cached, { ...PREFIXED, skiplist: 'punctuation' });
    const second = await skipping.encode([TEXT], { role: 'query' });
    expect(asked).toBe(1);
    expect(second).toEqual(first);
  });
});
