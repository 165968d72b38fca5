import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { writeSmallCollection } from './support/smallCollection';

function study(...args: string[]) {
  const run = spawnSync('node', ['bench/run.mjs', 'study', ...args], { encoding: 'utf8' });
  expect(run.status, run.stderr).toBe(0);
  return run.stdout;
}

test('the command ranks a collection, and re-ranks a run of it', async () => {
  test.setTimeout(300_000);
  const { outputDir } = test.info();
  const { collection, bitext } = writeSmallCollection(outputDir, ['en', 'de', 'sw']);
  const config = join(outputDir, 'small.json');
  writeFileSync(
    config,
    JSON.stringify({
      distil: { steps: 10, batch: 8, evaluateEvery: 5 },
      bootstrap: { replicates: 200 },
      groups: { name: 'small', high: ['de'], low: ['sw'] },
    }),
  );
  const common = ['--collection', collection, '--config', config, '--trec', '--trec-depth', '6'];

  const whole = join(outputDir, 'whole');
  const text = study(
    ...common,
    ...['--bitext', ...bitext, '--methods', 'zero-shot,ot,bm25', '--out', whole],
  );
  expect(text).toContain('C, the collection’s own judgements');
  const report = JSON.parse(readFileSync(join(whole, 'report.json'), 'utf8'));
  expect(report.tasks[0]).toMatchObject({ task: 'C', documents: 20, queries: 12 });
  expect(report.config.ranker.loss).toBe('none');
  expect(report.training.map(({ language }: { language: string }) => language)).toEqual([
    'de',
    'sw',
  ]);

  const list = join(whole, 'trec', 'C.bm25.en.1.run');
  const again = join(outputDir, 'again');
  study(...common, '--methods', 'zero-shot', '--rerank', list, '--out', again);
  const [before, after] = [list, join(again, 'trec', 'C.zero-shot.de.1.run')].map((file) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').slice(0, 3).join(' ')),
  );
  expect(after).toHaveLength(12 * 6);
  expect([...after!].sort()).toEqual([...before!].sort());
  expect(after).not.toEqual(before);
  const { notes } = JSON.parse(readFileSync(join(again, 'report.json'), 'utf8'));
  expect(notes).toContainEqual(
    'Re-ranked: only the documents that C.bm25.en.1.run has for a query are scored, 6 a query.',
  );
});
