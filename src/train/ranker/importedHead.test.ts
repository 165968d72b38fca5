import { expect, test } from 'vitest';
import { storedTensor, writeSafetensors } from '../../lib';
import { identityHead, importHead, readHead } from './importedHead';

const values = Float32Array.from({ length: 12 }, (_, k) => k + 1);

/** A file of float32 tensors of ones, by name and shape. */
function file(tensors: Record<string, number[]>): Uint8Array {
  const stored = Object.entries(tensors).map(([name, shape]) => {
    const count = shape.reduce((product, n) => product * n, 1);
    return [name, storedTensor(new Float32Array(count).fill(1), shape)] as const;
  });
  return writeSafetensors(new Map(stored));
}

test('takes a projection of the right shape as it is', () => {
  expect(importHead({ values, shape: [4, 3] }, 3)).toEqual(values);
});

test('refuses another shape, another count and values that are not finite', () => {
  const refuse = (change: object, inputs = 3) =>
    expect(() => importHead({ values, shape: [4, 3], ...change }, inputs));
  refuse({}, 4).toThrow('Imported projection: found [4,3], wanted [outputs, 4]');
  refuse({ shape: [12] }).toThrow('found [12], wanted [outputs, 3]');
  refuse({ shape: [0, 3] }).toThrow('found [0,3]');
  refuse({ shape: [8, 3] }).toThrow('found 12 values, wanted 24 for [8,3]');
  refuse({ shape: [6, 3] }).toThrow('found [6,3], wanted a multiple of 4 outputs');
  refuse({ values: values.map((value) => (value === 5 ? Number.NaN : value)) }).toThrow(
    'found NaN in row 1, column 1, wanted finite values',
  );
  refuse({ name: 'a.safetensors, w' }, 4).toThrow('a.safetensors, w: found [4,3]');
});

test('reads the only matrix of a file, or linear.weight of a whole model', () => {
  const bytes = writeSafetensors(new Map([['w', storedTensor(values, [4, 3])]]));
  expect(readHead(bytes, 'f')).toEqual({ values, shape: [4, 3], name: 'f, w' });
  const beside = readHead(file({ w: [4, 3], bias: [4] }), 'f');
  expect(beside.name).toBe('f, w');
  const model = readHead(file({ 'bert.table': [9, 3], 'linear.weight': [4, 3] }), 'f');
  expect([model.name, model.shape]).toEqual(['f, linear.weight', [4, 3]]);
});

test('names file, tensor, found and wanted where no projection is in the file', () => {
  const refuse = (tensors: Record<string, number[]>) =>
    expect(() => readHead(file(tensors), 'head.safetensors'));
  refuse({ a: [4, 3], b: [4, 3] }).toThrow(
    /head\.safetensors, linear\.weight: found a \[4,3\], b \[4,3\], wanted one matrix/,
  );
  refuse({ a: [12] }).toThrow('found a [12], wanted one matrix');
  refuse({}).toThrow('found no tensor, wanted one matrix');
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, k) => [`t${k}`, [2, 2]]));
  refuse(many).toThrow('t4 [2,2] and 4 more');
  expect(() => readHead(new Uint8Array(5), 'head.safetensors')).toThrow(/head\.safetensors.*5/);
  const whole = writeSafetensors(new Map([['w', storedTensor(Int32Array.of(1, 2, 3, 4), [2, 2])]]));
  expect(() => readHead(whole, 'f')).toThrow(/f, w: found I32, want F32/);
});

test('the identity leaves vectors as they are', () => {
  expect([...identityHead(2)]).toEqual([1, 0, 0, 1]);
});
