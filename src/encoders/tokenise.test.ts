import { beforeAll, describe, expect, it } from 'vitest';
import golden from './testing/golden.json';
import { readBuilt } from './testing/nodeEncoder';
import { makeTokeniser, type Tokenise } from './tokenise';

let tokenise: Tokenise;

beforeAll(async () => {
  tokenise = makeTokeniser(new TextDecoder().decode(await readBuilt('tokenizer.json')), 512);
});

const inner = (text: string) => tokenise(text).pieces.slice(1, -1);

describe('tokenise', () => {
  // The pieces were cut by the full vocabulary of 250,002: nothing of these texts was trimmed away.
  it.each(golden)('cuts $language as the full vocabulary does', ({ text, pieces }) => {
    expect(tokenise(text).pieces).toEqual(pieces);
  });

  it('gives <s> and </s> around nothing for empty and blank text', () => {
    expect([...tokenise('').ids]).toEqual([0, 2]);
    expect([...tokenise(' \t\u200b\n').ids]).toEqual([0, 2]);
  });

  it('reads zero-width spaces and joiners as spaces, and drops control characters', () => {
    expect(inner('ab\u200bcd')).toEqual(inner('ab cd'));
    expect(inner('ab\u200dcd')).toEqual(inner('ab cd'));
    expect(inner('mor\u0007ning')).toEqual(inner('morning'));
  });

  it('decomposes nukta letters as NFKC does, one way or the other', () => {
    expect('\u095c'.normalize('NFKC')).toBe('\u0921\u093c');
    expect(inner('\u0932\u095c\u0915\u093e')).toEqual(inner('\u0932\u0921\u093c\u0915\u093e'));
    expect(inner('\u0915\u0930\u0928\u093c')).toEqual(inner('\u0915\u0930\u0929'));
  });

  it('decomposes Thai sara am, with and without spaces', () => {
    expect(inner('คำ').join('')).toBe('▁ค\u0e4d\u0e32');
    expect(inner('แสดงวันที่').length).toBeGreaterThan(1);
  });

  it('composes marks that stand apart', () => {
    expect(inner('cafe\u0301')).toEqual(inner('café'));
  });

  it('keeps emoji in one token, known or not', () => {
    expect(inner('😀')).toEqual(['▁😀']);
    expect(inner('😀😀')).toEqual(['▁😀', '😀']);
    const { ids, pieces } = tokenise('\u{1fae9}'); // newer than the vocabulary
    expect(ids[pieces.indexOf('\u{1fae9}')]).toBe(3);
  });

  it('cuts long text to 512 tokens, </s> last, and says so', () => {
    const long = tokenise('wake me at seven '.repeat(600));
    expect(long.ids.length).toBe(512);
    expect(long.pieces.length).toBe(512);
    expect(long.ids[511]).toBe(2);
    expect(long.truncated).toBe(true);
    expect(tokenise('ก'.repeat(10_000)).ids.length).toBe(512);
    expect(tokenise('wake me').truncated).toBe(false);
  });
});
