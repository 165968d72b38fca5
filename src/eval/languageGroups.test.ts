import { expect, test } from 'vitest';
import {
  choosePreset,
  ELEVEN,
  MTOP_6,
  MTOP_6_WITH_EN,
  OPTICAL_7,
  PRESETS,
  resolveGroups,
} from './languageGroups';

test('a preset is chosen by the low tier that the languages hold', () => {
  expect(choosePreset(['en', 'de', 'es', 'fr', 'hi', 'th'])).toBe(MTOP_6);
  expect(choosePreset(['en', 'de', 'th'])).toBe(MTOP_6);
  expect(choosePreset(['sw', 'so', 'tl', 'mr', 'fi', 'de', 'fr', 'en'])).toBe(OPTICAL_7);
  expect(choosePreset('en de es fr hi th sw so tl mr fi'.split(' '))).toBe(ELEVEN);
  expect(choosePreset([])).toBe(MTOP_6);
});

test('no preset puts English into a mean without its name saying so', () => {
  const withEnglish = PRESETS.filter(({ high, low }) =>
    new Set<string>([...high, ...low]).has('en'),
  );
  expect(withEnglish).toEqual([MTOP_6_WITH_EN]);
  expect(resolveGroups(MTOP_6_WITH_EN, ['en', 'de', 'es', 'fr', 'hi', 'th']).notes).toEqual([
    'English queries on English documents are in the high mean',
  ]);
});

test('groups shrink to what was measured and say so', () => {
  const groups = resolveGroups(MTOP_6, ['en', 'de', 'fr', 'th']);
  expect(groups).toMatchObject({
    high: ['de', 'fr'],
    low: ['th'],
    missing: ['es', 'hi'],
    ungrouped: ['en'],
    reason: null,
  });
  expect(groups.notes).toEqual([
    'the low group is one language, th',
    'left out, not measured for every system: es, hi',
  ]);
});

test('an empty group gives a reason in place of a gap', () => {
  expect(resolveGroups(MTOP_6, ['de']).reason).toBe(
    'no measured language in the low group of MTOP-6',
  );
  expect(resolveGroups(MTOP_6, []).reason).toBe(
    'no measured language in the high and the low group of MTOP-6',
  );
});

test('a language in both groups is refused', () => {
  expect(() => resolveGroups({ name: 'mine', high: ['de'], low: ['de'] }, [])).toThrow(
    'de is named twice in mine',
  );
});
