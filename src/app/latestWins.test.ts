import { describe, expect, it } from 'vitest';
import { latestWins } from './latestWins';

function harness() {
  const started: {
    request: number;
    resolve: (answer: string) => void;
    reject: (e: Error) => void;
  }[] = [];
  const delivered: unknown[] = [];
  const ask = latestWins(
    (request: number) =>
      new Promise<string>((resolve, reject) => started.push({ request, resolve, reject })),
    (outcome, request) => delivered.push([request, 'answer' in outcome ? outcome.answer : 'error']),
  );
  return { ask, started, delivered };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('latestWins', () => {
  it('skips requests that a newer one replaced and drops the stale answer', async () => {
    const { ask, started, delivered } = harness();
    ask(1);
    ask(2);
    ask(3);
    expect(started.map((job) => job.request)).toEqual([1]);
    started[0]?.resolve('one');
    await settle();
    expect(started.map((job) => job.request)).toEqual([1, 3]);
    started[1]?.resolve('three');
    await settle();
    expect(delivered).toEqual([[3, 'three']]);
  });

  it('goes on after an error', async () => {
    const { ask, started, delivered } = harness();
    ask(1);
    started[0]?.reject(new Error('no'));
    await settle();
    ask(2);
    started[1]?.resolve('two');
    await settle();
    expect(delivered).toEqual([
      [1, 'error'],
      [2, 'two'],
    ]);
  });
});
