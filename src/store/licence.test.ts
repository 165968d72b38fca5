import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { findLicence } from './licence';

const file = (path: string, text: string) => ({ path, bytes: strToU8(text) });

describe('findLicence', () => {
  it('prefers the licence file to the README, and looks into zips', async () => {
    const readme = file('corpus/README.md', '# Corpus\nText.\nLicence: CC BY 4.0\n');
    const licence = file('corpus/LICENSE.txt', 'Creative Commons\n\nAttribution  4.0');
    expect(await findLicence([readme, licence])).toBe('Creative Commons Attribution 4.0');
    expect(await findLicence([readme])).toBe('Licence: CC BY 4.0');
    const zip = zipSync({ 'x/LICENSE': strToU8('MIT'), 'x/en/test.txt': strToU8('row') });
    expect(await findLicence([{ path: 'x.zip', bytes: zip }])).toBe('MIT');
  });

  it('gives nothing where nothing is stated, is readable, or the zip is broken', async () => {
    const latin1 = { path: 'LICENSE', bytes: new Uint8Array([0xe9, 0x41]) };
    const broken = { path: 'x.zip', bytes: new Uint8Array([0x50, 0x4b, 3, 4]) };
    const silent = file('README', 'Utterances in six languages.');
    for (const files of [[], [latin1], [broken], [silent], [file('my-license-plates.txt', 'x')]])
      expect(await findLicence(files)).toBeUndefined();
  });

  it('shortens a long notice', async () => {
    const long = await findLicence([file('COPYING', 'word '.repeat(1000))]);
    expect(long).toHaveLength(401);
  });
});
