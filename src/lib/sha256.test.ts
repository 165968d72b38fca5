import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256 } from './sha256';

describe('sha256', () => {
  it('gives the published value for abc', async () => {
    expect(await sha256(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('hashes the bytes of a view only, as Node does', async () => {
    const view = Uint8Array.from({ length: 300 }, (_, i) => i).subarray(7, 200);
    expect(await sha256(view)).toBe(createHash('sha256').update(view).digest('hex'));
  });
});
