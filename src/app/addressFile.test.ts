import { describe, expect, it } from 'vitest';
import { addressFile } from './addressFile';

const BASE = 'http://localhost:4174/?view=data';

describe('addressFile', () => {
  it.each([
    [
      'https://example.org/a/mtop.zip?download=1',
      'mtop.zip',
      'https://example.org/a/mtop.zip?download=1',
    ],
    [' data/en-de.tsv ', 'en-de.tsv', 'http://localhost:4174/data/en-de.tsv'],
    ['https://example.org/x%20y.tsv', 'x y.tsv', 'https://example.org/x%20y.tsv'],
    ['https://example.org/%ff.tsv', '%ff.tsv', 'https://example.org/%ff.tsv'],
  ])('%s', (text, path, url) => {
    expect(addressFile(text, BASE)).toEqual({ path, url });
  });

  it.each(['', 'javascript:alert(1)', 'file:///etc/passwd', 'data:text/plain,x', 'http://'])(
    'refuses %j',
    (text) => {
      expect(() => addressFile(text, BASE)).toThrow('is no address');
    },
  );

  it('refuses a folder', () => {
    expect(() => addressFile('https://example.org/data/', BASE)).toThrow('names no file');
  });
});
