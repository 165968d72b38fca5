import { expect, test } from 'vitest';
import { problemNotes } from './problemNotes';

test('says rows first, with their places, and how many more there are', () => {
  const file = { file: 'a.tsv', line: 0, field: '', message: 'ignored' };
  const rows = Array.from({ length: 12 }, (_, k) => ({
    ...{ file: 'de/test.txt', line: k + 1, field: 'columns' },
    message: 'found 7',
  }));
  const notes = problemNotes([file, ...rows], 12);
  expect(notes[0]).toBe('12 rows were left out.');
  expect(notes[1]).toBe('de/test.txt, line 1, columns: found 7');
  expect(notes.at(-1)).toBe('3 further problems are in problems.json beside the report.');
  expect(notes).toHaveLength(12);
  expect(problemNotes([file])).toEqual(['a.tsv: ignored']);
  expect(problemNotes([])).toEqual([]);
});
