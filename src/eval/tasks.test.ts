import { describe, expect, it } from 'vitest';
import { csrRow } from './csr';
import { buildTask, type TaskItem } from './tasks';

const item = (id: string, englishText: string, intent: string): TaskItem => ({
  id,
  englishText,
  intent,
});
const documents = [
  item('1', 'set an alarm', 'ALARM'),
  item('2', 'call mum', 'CALL'),
  item('3', 'set an alarm', 'ALARM'), // the text of 1 under another id
  item('4', 'wake me at six', 'ALARM'),
  item('5', 'play jazz', 'MUSIC'),
];
const rows = (csr: Parameters<typeof csrRow>[0]) =>
  Array.from({ length: csr.offsets.length - 1 }, (_, q) => [...csrRow(csr, q)]);

describe('buildTask', () => {
  it('T1: same id or same English text, nothing excluded', () => {
    const task = buildTask('T1', documents, documents);
    expect(rows(task.relevant)).toEqual([[0, 2], [1], [0, 2], [3], [4]]);
    expect(rows(task.excluded)).toEqual([[], [], [], [], []]);
    expect([...task.skipped]).toEqual([0, 0, 0, 0, 0]);
  });

  it('T2: same intent without the own id and text, which leave the ranking', () => {
    const task = buildTask('T2', documents, documents);
    expect(rows(task.relevant)).toEqual([[3], [], [3], [0, 2], []]);
    expect(rows(task.excluded)).toEqual([[0, 2], [1], [0, 2], [3], [4]]);
    expect([...task.skipped]).toEqual([0, 1, 0, 0, 1]);
  });

  it('serves queries that are not among the documents', () => {
    const queries = [item('9', 'call mum', 'ALARM'), item('8', 'new', 'NEW')];
    expect(rows(buildTask('T1', queries, documents).relevant)).toEqual([[1], []]);
    const task = buildTask('T2', queries, documents);
    expect(rows(task.relevant)).toEqual([[0, 2, 3], []]);
    expect(rows(task.excluded)).toEqual([[1], []]);
    expect([...task.skipped]).toEqual([0, 1]);
    expect(task.queryIds).toEqual(['9', '8']);
  });

  it('does without queries and without documents', () => {
    expect(buildTask('T2', [], documents).relevant.offsets).toEqual(Uint32Array.of(0));
    expect([...buildTask('T1', documents, []).skipped]).toEqual([1, 1, 1, 1, 1]);
  });
});

it('csrRow refuses a row that is not there', () => {
  expect(() => csrRow(buildTask('T1', [], []).relevant, 0)).toThrow('[0, 0), got 0');
});
