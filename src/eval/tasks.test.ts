import { describe, expect, it } from 'vitest';
import { csrRow } from './csr';
import { buildTask, type TaskItem } from './tasks';

const item = (
  id: string,
  englishText: string,
  intent: string,
  more: Partial<TaskItem> = {},
): TaskItem => ({ id, englishText, intent, language: 'en', template: '', domain: '', ...more });
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

describe('graded and pooled tasks', () => {
  const alarm = { template: '[IN:ALARM [SL:TIME]]', domain: 'clock' };
  const pool = [
    item('1', 'wake me at six', 'ALARM', alarm),
    item('2', 'wake me at ten', 'ALARM', alarm),
    item('3', 'set an alarm', 'ALARM', { template: '[IN:ALARM]', domain: 'clock' }),
    item('4', 'what time is it', 'TIME', { template: '[IN:TIME]', domain: 'clock' }),
    item('5', 'sing', 'MUSIC'),
  ];

  it('T3: grade 2 for the template, 1 for the intent, and only the template counts for AP', () => {
    const task = buildTask('T3', pool, pool);
    expect(rows(task.relevant)).toEqual([[1, 2], [0, 2], [0, 1], [], []]);
    expect([...task.grades]).toEqual([2, 1, 2, 1, 1, 1]);
    expect(task.level).toBe(2);
    expect([...task.skipped]).toEqual([0, 0, 1, 1, 1]);
    expect(rows(task.excluded)).toEqual([[0], [1], [2], [3], [4]]);
  });

  it('T5: the domain without the own text; no domain is no common domain', () => {
    const task = buildTask('T5', pool, [...pool, item('6', 'hum', 'MUSIC')]);
    expect(rows(task.relevant)).toEqual([[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2], []]);
    expect([...task.grades]).toEqual(Array(12).fill(1));
  });

  it('T4: translations in other languages are relevant, the query itself leaves the pool', () => {
    const languages = ['en', 'de', 'th'];
    const documents = languages.flatMap((language) =>
      ['1', '2'].map((id) => item(id, `text ${id}`, 'A', { language })),
    );
    const german = ['1', '2'].map((id) => item(id, `text ${id}`, 'A', { language: 'de' }));
    const task = buildTask('T4', german, documents);
    expect(task.documentIds).toEqual(['en:1', 'en:2', 'de:1', 'de:2', 'th:1', 'th:2']);
    expect(rows(task.relevant)).toEqual([
      [0, 4],
      [1, 5],
    ]);
    expect(rows(task.excluded)).toEqual([[2], [3]]);
  });
});

it('csrRow refuses a row that is not there', () => {
  expect(() => csrRow(buildTask('T1', [], []).relevant, 0)).toThrow('[0, 0), got 0');
});
