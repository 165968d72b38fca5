import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchChecked, fetchFrom } from './fetchBytes';
import { parseManifest } from './manifest';
import { openNodeEncoder, readBuilt } from './testing/nodeEncoder';

afterEach(() => vi.unstubAllGlobals());

const ABC = {
  name: 'abc.bin',
  bytes: 3,
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
};
const bytes = async (text: string) => new TextEncoder().encode(text);

describe('fetchChecked', () => {
  it('passes the bytes that the manifest names', async () => {
    expect(await fetchChecked(() => bytes('abc'), ABC)).toEqual(await bytes('abc'));
  });

  it('refuses other bytes, naming file, found and wanted', async () => {
    await expect(fetchChecked(() => bytes('abd'), ABC)).rejects.toThrow(
      /^abc\.bin: found sha256 a52d159f\w+, want ba7816bf\w+$/,
    );
    await expect(fetchChecked(() => bytes('ab'), ABC)).rejects.toThrow(
      'abc.bin: found 2 bytes, want 3',
    );
  });
});

describe('fetchFrom', () => {
  it('names URL and status of a missing file', async () => {
    const missing = async () => new Response('', { status: 404, statusText: 'Not Found' });
    vi.stubGlobal('fetch', missing);
    await expect(fetchFrom('./encoder')('embed.onnx')).rejects.toThrow(
      'cannot load ./encoder/embed.onnx: status 404 Not Found',
    );
  });

  it('names the URL when the network fails', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(fetchFrom('./encoder/')('embed.onnx')).rejects.toThrow(
      'cannot load ./encoder/embed.onnx: Failed to fetch',
    );
  });
});

describe('a damaged model', () => {
  it('is refused before its graph is opened', async () => {
    const encoder = await openNodeEncoder(async (name) => {
      const found = await readBuilt(name);
      if (name === 'layer01.onnx') found[1000] = found[1000]! ^ 1;
      return found;
    });
    await expect(encoder.encode(['a'])).rejects.toThrow(/^layer01\.onnx: found sha256/);
    await encoder.close();
  });

  it('is refused where the manifest is a page or of another schema', () => {
    expect(() => parseManifest('<!doctype html>', 'x/encoder.json')).toThrow('x/encoder.json: not');
    expect(() => parseManifest('{"schema":"encoder/9"}', 'x')).toThrow(
      'x, schema: found "encoder/9", want "encoder/1"',
    );
  });
});
