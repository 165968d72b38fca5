import { expect, test } from 'vitest';
import { parseStudyConfig, type StudyConfigInput } from '../../report';
import { keepEncoded, shareEncoded } from './encodedTexts';
import { memoryStorage } from './testing';

const files = [{ path: 'a.txt', sha256: 'aa', rows: 1 }];
const of = (input: StudyConfigInput, texts = 100) => ({
  ...{ config: parseStudyConfig(input), files, texts },
});

test('what was encoded is known for the same layer, files and languages, and for nothing else', () => {
  const storage = memoryStorage();
  const share = (input: StudyConfigInput, texts = 100) => shareEncoded(storage, of(input, texts));
  expect(share({ languages: ['de'] })).toBe(0);
  keepEncoded(storage, of({ languages: ['de', 'th'] }));
  expect(share({ languages: ['de'] }, 60)).toBe(1);
  expect(share({ languages: ['de', 'th'], seeds: [7] })).toBe(1);
  expect(share({ languages: ['th'] }, 200)).toBe(0.5);
  expect(share({ languages: ['de', 'hi'] })).toBe(0);
  expect(share({ languages: ['de'], layer: 3 })).toBe(0);
  expect(share({ languages: ['de'], student: 'top-2' })).toBe(0);
  expect(share({})).toBe(0);
  expect(shareEncoded(storage, { ...of({ languages: ['de'] }), files: [] })).toBe(0);
  keepEncoded(storage, of({}));
  expect(share({ languages: ['hi'] })).toBe(1);
  storage.setItem('optical-bench.encoded-texts', '{"x":1}');
  expect(share({})).toBe(0);
});
