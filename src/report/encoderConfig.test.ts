import { expect, test } from 'vitest';
import { parseStudyConfig } from './config';
import { EMBEDDED_ENCODER, encoderOf } from './encoderConfig';
import type { EncoderReport } from './encoderReport';
import { encoderSections } from './sections/encoder';
import { sampleReport } from './testing';

const EMBEDDED = {
  ...{ source: 'embedded', revision: '', dtype: 'fp32', queryPrefix: '', passagePrefix: '' },
  ...{ prefixTokens: 'drop', specialTokens: 'drop', skiplist: 'none', queryExpansion: false },
  ...{ maxTokens: 0, pooling: 'mean', normalise: true },
};

test('an old config is of the embedded encoder, its last layer and no prefix', () => {
  expect(parseStudyConfig({})).toMatchObject({ encoder: EMBEDDED, layer: 12 });
  expect(EMBEDDED_ENCODER).toEqual(EMBEDDED);
});

test('bounds of layers are those of the encoder', () => {
  const config = { encoder: { source: 'lab/tiny' } };
  expect(parseStudyConfig(config, 6).layer).toBe(6);
  expect(parseStudyConfig({ ...config, layer: 24 }).layer).toBe(24);
  for (const field of ['layer', 'planLayer'])
    expect(() => parseStudyConfig({ ...config, [field]: 7 }, 6)).toThrow(
      `${field}: expected at most 6, got 7`,
    );
  expect(() => parseStudyConfig({ layer: 13 })).toThrow('layer: expected at most 12, got 13');
});

test.each([
  [{ pooling: 'cls' }, 'encoder.pooling: cls pools the first special token'],
  [{ queryExpansion: true, source: 'a/b' }, 'encoder.queryExpansion: mask tokens are special'],
  [{ dtype: 'q8' }, 'encoder.dtype: the embedded encoder has one format, got q8'],
  [{ revision: 'v1' }, 'encoder.revision: expected none of the embedded encoder, got v1'],
  [{ maxTokens: 9 }, 'encoder.maxTokens: the embedded encoder takes 512'],
  [{ specialTokens: 'some' }, 'encoder.specialTokens: expected'],
  [{ prefix: 'query' }, 'encoder.prefix: expected'],
])('refuses %o', (encoder, message) => {
  expect(() => parseStudyConfig({ encoder })).toThrow(message);
  expect(() => encoderOf({ encoder })).toThrow(message);
});

test('a report says what its encoder was trained with and what was done', () => {
  const report = sampleReport();
  expect(encoderSections(report)).toEqual([]); // of an older version
  const encoder: EncoderReport = {
    ...{
      kind: 'hub',
      name: 'lab/e5',
      id: 'lab/e5@1',
      commit: 'c'.repeat(40),
      endpoint: 'http://h',
    },
    ...{ layers: 12, dimension: 384, maxTokens: 512, executionProvider: 'wasm', colbert: null },
    ...{ prompts: { query: 'query: ' }, pooling: 'mean', files: [] },
  };
  const list = (more: object) =>
    encoderSections({
      ...report,
      encoder,
      config: { ...report.config, encoder: { ...EMBEDDED_ENCODER, ...more } },
    })[0]!.list!.join('\n');
  expect(list({})).toContain(
    'No prefix was put before texts. Its authors put these before texts: query “query: ”.',
  );
  expect(list({ revision: 'main' })).toContain(`revision main = commit ${'c'.repeat(40)}`);
  expect(list({ queryPrefix: 'query: ', prefixTokens: 'keep' })).toContain(
    'Before queries “query: ”, before passages “”; vectors of these tokens were kept.',
  );
  expect(list({ specialTokens: 'keep', skiplist: 'punctuation' })).toContain(
    'Vectors of special tokens were kept; those of punctuation were left out of passages.',
  );
});
