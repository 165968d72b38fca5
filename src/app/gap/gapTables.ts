import { methodName, type StudyReport } from '../../report';
import type { CellValue, ExportColumn, ExportTable } from '../export/exportTable';
import { languageLabel } from '../languages';
import type { GroupModel, OverallMeans } from './groupModel';
import type { GapGroups } from './groups';
import type { RankMatrix } from './matrixModel';
import type { PairModel } from './pairModel';
import type { Estimate, Points } from './points';
import type { TrainingGap } from './trainingGap';

type About = ExportTable['about'];

/** Where the numbers of a report are from, as every export says it. */
export function aboutReport(
  report: StudyReport,
  run: string | null,
  more: Readonly<Record<string, CellValue>> = {},
): About {
  const { config, env, corpus } = report;
  return {
    ...{ run, corpus, seeds: config.seeds.join(' '), commit: env.commit, adapter: env.adapter },
    bootstrap: `B ${config.bootstrap.replicates}, seed ${config.bootstrap.seed}`,
    ...more,
  };
}

/** The groups as an export says them. */
export function aboutGroups({ name, high, low }: GapGroups): About {
  return { groups: name, high: high.join(' '), low: low.join(' ') };
}

const text = (key: string, label: string): ExportColumn => ({ key, label });
const number = (key: string, label: string, digits = 4): ExportColumn => ({ key, label, digits });
/** A value with its interval. */
const three = (key: string, label: string): ExportColumn[] => [
  number(key, label),
  number(`${key}_low`, `${label}, low`),
  number(`${key}_high`, `${label}, high`),
];
const spread = (value: Estimate | null | undefined): CellValue[] => [
  value?.value ?? null,
  value?.ci?.[0] ?? null,
  value?.ci?.[1] ?? null,
];

export interface SideNames {
  readonly a: string;
  readonly b: string;
}

export function pairTable(model: PairModel, measure: string, names: SideNames, about: About) {
  return {
    name: 'gap-languages',
    caption: `${measure} by language, A: ${names.a}, B: ${names.b}`,
    columns: [
      text('language', 'Language'),
      text('group', 'Group'),
      number('queries', 'Queries', 0),
      ...three('a', 'A'),
      ...three('b', 'B'),
      ...three('difference', 'B − A'),
      text('resolved', 'Difference'),
    ],
    rows: model.rows.map((row) => [
      ...[row.language, row.tier, row.queries],
      ...[...spread(row.a), ...spread(row.b), ...spread(row.difference)],
      row.resolved === null ? 'no interval' : row.resolved ? 'resolved' : '≈',
    ]),
    about: { ...about, measure, a: names.a, b: names.b },
  } satisfies ExportTable;
}

export function groupTable(
  model: GroupModel,
  measure: string,
  means: readonly OverallMeans[],
  about: About,
): ExportTable {
  return {
    name: 'gap-groups',
    caption: `Groups and gap, ${measure}`,
    columns: [
      text('method', 'Method'),
      ...three('high', 'High'),
      ...three('low', 'Low'),
      ...three('gap', 'Gap'),
      ...three('change', 'Change of the gap'),
      ...three('gain_high', 'High gains'),
      ...three('gain_low', 'Low gains'),
      text('label', 'Label'),
      number('macro', 'Macro mean over languages'),
      number('micro', 'Micro mean over queries'),
    ],
    rows: model.rows.map((row) => {
      const mean = means.find(({ method }) => method === row.method);
      return [
        row.method,
        ...[row.high, row.low, row.gap, row.change, row.gainHigh, row.gainLow].flatMap(spread),
        ...[row.label, mean?.macro ?? null, mean?.micro ?? null],
      ];
    }),
    about: { ...about, measure, baseline: model.baseline },
  };
}

export function trainingTable({ lines }: TrainingGap, about: About): ExportTable {
  return {
    name: 'gap-training',
    caption: 'Gap over the steps of training, MAP of held-out ids',
    columns: [
      text('method', 'Method'),
      number('step', 'Step', 0),
      number('high', 'High'),
      number('low', 'Low'),
      number('gap', 'Gap'),
      number('gap_least', 'Least of a seed'),
      number('gap_most', 'Greatest of a seed'),
    ],
    rows: lines.flatMap(({ method, points }) =>
      points.map(({ step, high, low, gap, range }) => [method, step, high, low, gap, ...range]),
    ),
    about,
  };
}

export function rankTable(matrix: RankMatrix, measure: string, about: About): ExportTable {
  return {
    name: 'gap-ranks',
    caption: `${measure} and rank by method and language`,
    columns: [
      text('method', 'Method'),
      ...matrix.languages.flatMap((language) => [
        number(language, languageLabel(language)),
        number(`${language}_rank`, 'rank', 0),
      ]),
      number('mean', 'Mean beside English'),
    ],
    rows: matrix.rows.map(({ method, cells, mean }) => [
      method,
      ...cells.flatMap(({ value, rank }) => [value, rank]),
      mean,
    ]),
    about: { ...about, measure, ranks: matrix.tested },
  };
}

export function pointTable(points: Points, about: About): ExportTable {
  return {
    name: 'map-by-language',
    caption: `${points.measure} by language and method`,
    columns: [
      text('language', 'Language'),
      text('method', 'Method'),
      ...three('value', points.measure),
      number('queries', 'Queries', 0),
      number('ties', 'Ties', 0),
    ],
    rows: points.languages.flatMap((language) =>
      points.methods.flatMap((method) => {
        const point = points.at(method, language);
        return point
          ? [[language, methodName(method), ...spread(point), point.queries, point.ties]]
          : [];
      }),
    ),
    about: { ...about, measure: points.measure },
  };
}
