import { expect, test } from 'vitest';
import { configFields, METHODS, methodName, parseStudyConfig } from '../report';
import { PRESETS, presetOf } from './presets';
import {
  draftProblem,
  FORM_FIELDS,
  fieldDefault,
  fieldRange,
  fieldText,
  fieldValue,
  formDifferences,
  parseField,
  readConfigFile,
  resetField,
  withField,
} from './studyForm';
import { NO_CONTROL } from './train/fieldTexts';
import { METHOD_GROUPS } from './train/methodTexts';

const draft = parseStudyConfig({});

test('every field of the schema has a control, or a reason why it has none', () => {
  const controls = FORM_FIELDS.map(({ path }) => path);
  const told = [...controls, ...Object.keys(NO_CONTROL)];
  expect(told.sort()).toEqual(
    configFields()
      .map(({ path }) => path)
      .sort(),
  );
  const labels = FORM_FIELDS.map(({ label }) => label);
  expect(new Set(labels).size).toBe(labels.length);
});

test('a control writes where it reads, and a reset brings the default back', () => {
  for (const { path, value } of FORM_FIELDS) {
    const other = value.kind === 'boolean' ? !fieldValue(draft, path) : 7;
    const changed = withField(draft, path, other);
    expect(fieldValue(changed, path), path).toEqual(other);
    expect(resetField(changed, path), path).toEqual(draft);
  }
  expect(draft).toEqual(parseStudyConfig({}));
});

test('lists what differs, each beside its default', () => {
  const changed = parseStudyConfig({ seeds: [1, 2], distil: { epsilon: 0.1, steps: 300 } });
  expect(formDifferences(changed)).toEqual([
    { path: 'seeds', label: 'Random seeds', value: '1, 2', default: '1' },
    { path: 'distil.epsilon', label: 'Entropic regularisation ε', value: '0.1', default: '0.02' },
  ]);
  // The defaults of a student of the encoder are its own.
  expect(formDifferences({ ...draft, student: 'top-2' }).map(({ path }) => path)).toEqual([
    'student',
  ]);
  expect(fieldDefault({ ...draft, student: 'top-2' }, 'distil.epsilon')).toBe(0.05);
});

test('reads lists, groups and layers; what is none of them is refused', () => {
  const field = (path: string) => FORM_FIELDS.find((one) => one.path === path)!;
  expect(parseField(field('seeds'), '1, 2;3')).toEqual([1, 2, 3]);
  expect(parseField(field('languages'), ' de th')).toEqual(['de', 'th']);
  expect(parseField(field('planLayer'), '6')).toBe(6);
  const groups = parseField(field('groups'), 'mine: de fr / hi');
  expect(groups).toEqual({ name: 'mine', high: ['de', 'fr'], low: ['hi'] });
  expect(parseField(field('groups'), fieldText(groups))).toEqual(groups);
  expect(draftProblem(draft)).toBeNull();
  expect(draftProblem(withField(draft, 'seeds', parseField(field('seeds'), '1, x')))).toMatch(
    /seeds/,
  );
  expect(draftProblem(withField(draft, 'groups', parseField(field('groups'), 'MTOP')))).toMatch(
    /groups/,
  );
});

test('a config file is what --config takes', () => {
  expect(readConfigFile('{"seeds":[4]}').seeds).toEqual([4]);
  expect(readConfigFile('{"title":"x","config":{"seeds":[5]}}').seeds).toEqual([5]);
  expect(() => readConfigFile('{')).toThrow(/not JSON/);
  expect(() => readConfigFile('{"sedes":[4]}')).toThrow(/sedes/);
});

test('presets are the studies of the repository, each with a config that is taken', () => {
  const ids = PRESETS.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['quick-look', 'defaults', 'mtop-heads', 'optical7']));
  expect(new Set(ids).size).toBe(ids.length);
  for (const { config, title, data, id } of PRESETS) {
    expect(draftProblem(config)).toBeNull();
    expect(title.length * data.length).toBeGreaterThan(0);
    expect(presetOf(structuredClone(config))?.id).toBe(id);
  }
  expect(presetOf({ ...draft, limit: 3 })).toBeUndefined();
});

test('every field says what it is and, unless its options do, what it takes', () => {
  for (const field of FORM_FIELDS) {
    expect(field.help, field.path).toMatch(/[.]$/);
    const { kind } = field.value;
    if (kind === 'choice' || kind === 'boolean' || field.path === 'student') continue;
    expect(fieldRange(field), field.path).not.toBe('');
  }
  const range = (path: string) => fieldRange(FORM_FIELDS.find((one) => one.path === path)!);
  expect(range('distil.batch')).toBe('pairs: 1 or more');
  expect(range('distil.learningRate')).toBe('more than 0');
  expect(range('distil.dropout')).toBe('share of units: 0 to below 1');
  expect(range('ranker.dimension')).toBe('components: 4 or more, a multiple of 4');
  expect(range('seeds')).toBe('whole numbers, 0 or more, each once');
});

test('every method of the form is in one group, with a name and a sentence', () => {
  const told = METHOD_GROUPS.flatMap(({ methods }) => Object.entries(methods));
  expect(told.map(([method]) => method).sort()).toEqual([...METHODS].sort());
  for (const [method, about] of told) {
    expect(methodName(method)).not.toBe(method);
    expect(about).toMatch(/[.]$/);
  }
});
