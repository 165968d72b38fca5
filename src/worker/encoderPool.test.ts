import { expect, test } from 'vitest';
import { openNodeEncoder } from '../encoders/testing/nodeEncoder';
import { type EncodeTexts, shareOut } from './encoderPool';

test('shared out among encoders, every text has the vectors that one encoder gives it', async () => {
  const encoder = await openNodeEncoder();
  const seen: number[] = [];
  const encode: EncodeTexts = (texts) => {
    seen.push(texts.length);
    return encoder.encode(texts, { layer: 1 });
  };
  const texts = ['wake me at seven', 'ja', '', 'ปลุกฉันตอนเจ็ดโมง', 'ja', 'the house is red and old'];
  const alone = await encoder.encode(texts, { layer: 1 });
  for (const count of [1, 2, 3, 8]) {
    seen.length = 0;
    const shared = await shareOut(texts, new Array<EncodeTexts>(count).fill(encode));
    expect(shared).toEqual(alone);
    expect(seen).toHaveLength(count);
    expect(Math.max(...seen)).toBeLessThan(count > 1 ? texts.length : texts.length + 1);
  }
  await encoder.close();
});
