import { expect, it } from 'vitest';
import { parseQueryScores } from './queryScores';

const HEAD = 'task,method,language,seed,query,topic,domain,average_precision\r\n';

it('means over seeds, by task, method and language', () => {
  const scores = parseQueryScores(
    `${HEAD}T2,ot,de,1,q1,"A, ""b""",x,0.5\r\nT2,ot,de,2,q1,a,x,1\r\nT2,ot,de,1,'=q,a,x,0\r\nT2,mse,de,1,q1,a,x,0.25\r\nT1,ot,de,1,q9,a,x,\r\n`,
  );
  expect([...scores.of('T2', 'ot', 'de')]).toEqual([
    ['q1', 0.75],
    ['=q', 0],
  ]);
  expect(scores.methods).toEqual(['ot', 'mse']);
  expect(scores.of('T1', 'ot', 'de').size).toBe(0);
});

it('refuses what is no such table', () => {
  expect(() => parseQueryScores('a,b\n1,2')).toThrow('found the headings "a,b"');
  expect(() => parseQueryScores(`${HEAD}T2,ot,de,1,q,a,x,1.5`)).toThrow('line 2');
});
