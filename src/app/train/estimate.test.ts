import { expect, test } from 'vitest';
import type { StudyEstimate } from '../../worker';
import { shownEstimate } from './estimate';
import { stepKey } from './stepTimes';

const student = {
  ...{ method: 'ot', student: 'mlp', count: 3, steps: 100, secondsPerStep: 0.1 },
  ...{ bytes: 5, fits: true, message: '' },
};
const rest: Omit<StudyEstimate, 'students'> = {
  ...{ texts: 9, encode: 10, ranker: 20, rank: 30, limit: '2 GiB', backend: 'wasm' },
};

test('without a student that is trained, only encoding, ranker and ranking take time', () => {
  expect(shownEstimate({ ...rest, students: [] }, 'a', new Map())).toEqual({
    ...{ seconds: 60, measured: 0, trained: 0, bytes: 0, limit: '2 GiB', tooLarge: [], texts: 9 },
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
  expect(guess).toMatchObject({ bytes: 7, trained: 2, measured: 0, tooLarge: ['ot: too large'] });
  const times = new Map([
    [stepKey('a', 'ot', 'mlp'), 0.5],
    [stepKey('b', 'ot', 'top-2'), 9], // on another adapter
  ]);
  const known = shownEstimate({ ...rest, students }, 'a', times);
  expect(known.seconds).toBeCloseTo(60 + 3 * 100 * 0.5 + 100 * 2);
  expect(known.measured).toBe(1);
});
