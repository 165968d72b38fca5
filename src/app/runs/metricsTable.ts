import type { StudyReport } from '../../report';
import type { CellValue, ExportTable } from '../export/exportTable';

const KEYS = [
  'kind',
  'task',
  'method',
  'language',
  'seed',
  'step',
  'measure',
  'value',
  'low',
  'high',
  'queries',
] as const;

type Row = Partial<Record<(typeof KEYS)[number], CellValue>>;

/** Every number of a report in long form, one a row; `low` and `high` are its 95 % interval. */
export function metricsTable(report: StudyReport): ExportTable {
  const rows: Row[] = [
    ...report.results.map(({ map, ci, ...row }) => ({
      ...{ ...row, kind: 'result', measure: 'MAP', value: map },
      ...interval(ci),
    })),
    ...report.measures.map((row) => ({ ...row, kind: 'measure' })),
    ...report.gaps.flatMap(({ task, method, seed, gap, ci, delta, deltaCi }) => [
      { kind: 'gap', task, method, seed, measure: 'gap', value: gap, ...interval(ci) },
      { kind: 'gap', task, method, seed, measure: 'delta', value: delta, ...interval(deltaCi) },
    ]),
    ...report.differences.map(({ task, method, baseline, language, delta, ci }) => ({
      ...{ kind: 'difference', task, method, language, measure: `MAP - ${baseline}` },
      ...{ value: delta, ...interval(ci) },
    })),
    ...report.dispersion.map(({ task, method, measure, value, ci }) => ({
      ...{ kind: 'dispersion', task, method, measure, value },
      ...interval(ci),
    })),
    ...report.curves.flatMap(({ stage, language, seed, step, loss, devMap }) => {
      const about = { kind: 'curve', method: stage, language, seed, step };
      const dev = { ...about, measure: 'devMap', value: devMap };
      return [{ ...about, measure: 'loss', value: loss }, ...(devMap === null ? [] : [dev])];
    }),
  ];
  return {
    name: 'metrics',
    caption: 'Every number of the run',
    columns: KEYS.map((key) => ({ key, label: key })),
    rows: rows.map((row) => KEYS.map((key) => row[key] ?? null)),
    about: { corpus: report.corpus, commit: report.env.commit, adapter: report.env.adapter },
  };
}

function interval(ci: readonly [number, number] | null | undefined): Row {
  return ci ? { low: ci[0], high: ci[1] } : {};
}
