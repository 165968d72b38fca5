import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parseQrels } from '../src/data/trec/parseQrels';
import { parseRun } from '../src/data/trec/parseRun';
import { evaluateRun } from '../src/eval/measures/evaluateRun';
import { parseMeasure } from '../src/eval/measures/parseMeasure';
import { writeSmallMtop } from './support/smallMtop';

const SMALL = {
  methods: ['encoder-zero-shot', 'ot', 'bm25', 'ot-distance', 'lexicon', 'translation-bm25'],
  tasks: ['T1', 'T2', 'T3', 'T4', 'T5'],
  ranker: { steps: 10, batch: 16 },
  distil: { steps: 10, batch: 8, evaluateEvery: 5 },
  bootstrap: { replicates: 200 },
  groups: { name: 'small', high: ['de'], low: ['sw'] },
};

interface Row {
  readonly task: string;
  readonly method: string;
  readonly language: string;
  readonly seed: number | null;
  readonly map: number;
}

test('runs and judgements that a study writes give its MAP again', async () => {
  test.setTimeout(300_000);
  const { outputDir } = test.info();
  const mtop = writeSmallMtop(outputDir, ['en', 'de', 'sw']);
  const config = join(outputDir, 'small.json');
  writeFileSync(config, JSON.stringify(SMALL));
  const german = join(outputDir, 'de.tsv');
  const rows = readFileSync(join(mtop, 'en', 'test.txt'), 'utf8')
    .trim()
    .split('\n');
  const translated = rows.map((row) => row.split('\t')).map((cells) => `${cells[0]}\t${cells[3]}`);
  writeFileSync(german, `${translated.join('\n')}\n`);
  const out = join(outputDir, 'out');
  const args = ['--mtop', mtop, '--config', config, '--translations', german, '--out', out];
  const run = spawnSync('node', ['bench/run.mjs', 'study', ...args, '--trec', '--per-query'], {
    encoding: 'utf8',
  });
  expect(run.status, run.stderr).toBe(0);
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
  const results: readonly Row[] = report.results.filter((row: Row) => row.seed === 1);
  const read = (name: string) => readFileSync(join(out, 'trec', name), 'utf8');
  for (const { task, method, language, map } of results) {
    const name = `${task}.${method}.${language}.1.run`;
    const qrels = task === 'T4' ? `T4.${language}.qrels` : `${task}.qrels`;
    const measure = parseMeasure(task === 'T3' ? 'AP(rel=2)' : 'AP');
    const options = { ties: 'trec', missing: 'zero' } as const;
    const judged = parseQrels(qrels, read(qrels)).qrels;
    const again = evaluateRun(parseRun(name, read(name)).run, judged, [measure], options);
    expect(Math.abs(again.means[0]!.mean - map), name).toBeLessThan(1e-9);
  }
  const runs = readdirSync(join(out, 'trec')).filter((name) => name.endsWith('.run'));
  expect(runs).toHaveLength(results.length);
  // The oracle of a translation: German queries in their English words find what English finds.
  const t1 = results.filter((row) => row.task === 'T1' && row.method === 'translation-bm25');
  expect(t1.find(({ language }) => language === 'de')?.map).toBe(
    t1.find(({ language }) => language === 'en')?.map,
  );
  expect(report.notes.join('\n')).toContain('no translations for sw were given');
  const csv = readFileSync(join(out, 'queries.csv'), 'utf8').trim().split('\r\n');
  expect(csv[0]).toBe('task,method,language,seed,query,topic,domain,average_precision');
  expect(csv.length).toBeGreaterThan(1000);
  for (const name of ['report.html', 'report.md', 'report.tex'])
    expect(readFileSync(join(out, name), 'utf8')).toContain('same intent');
});
