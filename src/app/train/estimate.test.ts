import { expect, test } from 'vitest';
import type { StudyEstimate } from '../../worker';
import { shownEstimate } from './estimate';
import { stepKey } from './stepTimes';

const student = {
  ...{ method: 'ot', student: 'mlp', count: 3, steps: 100, secondsPerStep: 0.1, pairs: 48 },
  ...{ bytes: 5, fits: true, message: '' },
};
const rest: Omit<StudyEstimate, 'students'> = {
  ...{ encoder: 100, vectors: 40 },
  ...{ texts: 9, encode: 10, ranker: 20, rank: 30, limit: '2 GiB', backend: 'wasm' },
};

test('without a student that is trained, only encoding, ranker and ranking take time', () => {
  expect(shownEstimate({ ...rest, students: [] }, 'a', new Map())).toEqual({
    ...{ seconds: 60, measured: 0, trained: 0, bytes: 0, total: 140, limit: '2 GiB' },
    ...{ largest: 'the encoder', tooLarge: [], texts: 9, encoded: 0 },
  });
});

test('every student counts as often as it is trained; a step measured here takes the place of a guess', () => {
  const students = [
    student,
    {
      ...student,
      student: 'top-2',
      count: 1,
      secondsPerStep: 2,
      bytes: 7,
      fits: false,
      message: 'too large',
    },
  ];
  const guess = shownEstimate({ ...rest, students }, 'a', new Map());
  expect(guess.seconds).toBeCloseTo(60 + 3 * 100 * 0.1 + 100 * 2);
  expect(guess).toMatchObject({
    bytes: 7,
    total: 147,
    trained: 2,
    measured: 0,
    tooLarge: ['ot: too large'],
  });
  const times = new Map([
    [stepKey('a', 'ot', 'mlp', 48), 0.5],
    [stepKey('b', 'ot', 'top-2', 48), 9], // on another adapter
    [stepKey('a', 'ot', 'top-2', 32), 9], // with another batch
  ]);
  const known = shownEstimate({ ...rest, students }, 'a', times);
  expect(known.seconds).toBeCloseTo(60 + 3 * 100 * 0.5 + 100 * 2);
  expect(known.measured).toBe(1);
});

test('what most of the memory is for is whatever is largest', () => {
  const largest = (change: Partial<StudyEstimate>) =>
    shownEstimate({ ...rest, students: [], ...change }, 'a', new Map()).largest;
  expect(largest({})).toBe('the encoder');
  expect(largest({ vectors: 101 })).toBe('token vectors');
  expect(largest({ students: [{ ...student, bytes: 1e9 }] })).toBe('the student in training');
});
