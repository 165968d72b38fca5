import { describe, expect, test } from 'vitest';
import { parseStudentSpec, readsLayer, STUDENT_NAMES, studentName } from './spec';

describe('parseStudentSpec', () => {
  test.each([
    ['head', { kind: 'linear' }],
    ['linear', { kind: 'linear' }],
    ['low-rank', { kind: 'low-rank', rank: 8 }],
    ['low-rank-16', { kind: 'low-rank', rank: 16 }],
    ['orthogonal', { kind: 'orthogonal' }],
    ['mlp', { kind: 'mlp', hidden: 64 }],
    ['mlp-128', { kind: 'mlp', hidden: 128 }],
    ['top-2', { kind: 'top', layers: 2 }],
    ['lora', { kind: 'lora', rank: 8, layers: 2 }],
    ['lora-4', { kind: 'lora', rank: 4, layers: 2 }],
    ['lora-4-12', { kind: 'lora', rank: 4, layers: 12 }],
    ['full', { kind: 'full' }],
  ] as const)('%s', (name, spec) => {
    expect(parseStudentSpec(name)).toEqual(spec);
    expect(parseStudentSpec(studentName(spec))).toEqual(spec);
  });

  test.each(['', 'Head', 'top', 'full-2', 'head-3', 'top-2-3', 'lora-1-2-3', 'low-rank-', 'mlp-x'])(
    'refuses %j',
    (name) => {
      expect(() => parseStudentSpec(name)).toThrow(RangeError);
      expect(() => parseStudentSpec(name)).toThrow(`found '${name}', want one of ${STUDENT_NAMES}`);
    },
  );

  test.each([
    ['top-0', 'student top: layers is 0'],
    ['lora-0', 'student lora: rank is 0'],
    ['mlp-0', 'student mlp: hidden is 0'],
  ])('refuses %s', (name, message) => {
    expect(() => parseStudentSpec(name)).toThrow(message);
  });
});

describe('readsLayer', () => {
  test.each([
    ['head', 12],
    ['orthogonal', 12],
    ['top-2', 10],
    ['lora-8-12', 0],
    ['full', 'ids'],
  ] as const)('%s of twelve layers reads %s', (name, layer) => {
    expect(readsLayer(parseStudentSpec(name), 12)).toBe(layer);
  });

  test('refuses more layers than there are', () => {
    expect(() => readsLayer({ kind: 'top', layers: 13 }, 12)).toThrow(
      'student top-13: wants 13 layers, the encoder has 12',
    );
  });
});
