import {
  createParser,
  type inferParserType,
  parseAsBoolean,
  parseAsStringLiteral,
} from 'nuqs/server';
import { TASKS } from '../../report';

/** The screens, as `?view=` spells them. */
export const VIEWS = ['data', 'align', 'train', 'gap', 'runs'] as const;
export type View = (typeof VIEWS)[number];

export const VIEW_NAMES: Readonly<Record<View, string>> = {
  data: 'Data',
  align: 'Align',
  train: 'Train',
  gap: 'Gap',
  runs: 'Runs',
};

/** What the heatmap shows. */
export const MODES = ['plan', 'cost', 'product', 'difference', 'gradient'] as const;
export type Mode = (typeof MODES)[number];
/** How the matrix of an alignment is drawn. */
export const SHAPES = ['heatmap', 'ribbons'] as const;
export type Shape = (typeof SHAPES)[number];
/** What a colour is proportional to. */
export const SCALES = ['linear', 'sqrt', 'log'] as const;
export type Scale = (typeof SCALES)[number];
/** What masses are shares of: their row's, or the whole plan's. */
export const NORMS = ['row', 'global'] as const;
export type Norm = (typeof NORMS)[number];
export const UNITS = ['subword', 'word'] as const;
export type Unit = (typeof UNITS)[number];
/** What the plan's row and column sums have to do with the tokens' weights. */
export const MARGINALS = ['balanced', 'unbalanced', 'partial'] as const;
export type MarginalKind = (typeof MARGINALS)[number];
export const GRADIENTS = ['plan-fixed', 'implicit'] as const;
export type GradientKind = (typeof GRADIENTS)[number];
/** Whose token vectors are aligned: the encoder's, or those under the student of run A or B. */
export const STUDENTS = ['none', 'a', 'b'] as const;
export type StudentSide = (typeof STUDENTS)[number];
/** What A of A − B is: what was kept, or other vectors of the pair that is shown. */
export const AGAINST = ['kept', ...STUDENTS] as const;
export type Against = (typeof AGAINST)[number];
/** Where pairs of utterances come from. */
export const SOURCES = ['sample', 'corpus'] as const;
export type PairSource = (typeof SOURCES)[number];

export const EPSILON = { least: 0.005, most: 1, default: 0.05 } as const;
export const ITERATIONS = { least: 1, most: 1000, default: 100 } as const;
/** Price of marginals that differ from the weights, in the unit of cost. */
export const RHO = { least: 0.01, most: 10, default: 0.5 } as const;
/** Share of the mass that partial transport moves. */
export const MASS = { least: 0.05, most: 1, default: 0.8 } as const;
/** Weight of the position prior, in the unit of cost. */
export const DISTORTION = { least: 0, most: 2, default: 0 } as const;
/** Least share that a ribbon is drawn for, and how many ribbons a token has at most. */
export const THRESHOLD = { least: 0, most: 0.5, default: 0.05 } as const;
export const TOP = { least: 1, most: 10, default: 3 } as const;
/** Steps of training. */
export const STEP = { least: 0, most: 1e7 } as const;
const TOKEN = { least: 0, most: 9999 } as const;

interface Range {
  readonly least: number;
  readonly most: number;
}

/** A number within the range that its control allows, to three digits. */
function number({ least, most }: Range) {
  return createParser<number>({
    parse: (text) => {
      const value = text.trim() === '' ? Number.NaN : Number(text);
      return value >= least && value <= most ? value : null;
    },
    serialize: (value) => String(Number(value.toPrecision(3))),
  });
}

function integer(range: Range) {
  const { parse } = number(range);
  return createParser<number>({
    parse: (text) => {
      const value = parse(text);
      return Number.isInteger(value) ? value : null;
    },
    serialize: String,
  });
}

/** Languages of a group that a link names. */
const MOST_CODES = 100;

/** A sum of losses with its student, language and seed has some eighty. */
const LONGEST_NAME = 200;

/** Ids, codes and names of methods and students; no link carries a text. */
const name = createParser<string>({
  parse: (text) => (text !== '' && text.length <= LONGEST_NAME ? text : null),
  serialize: (value) => value,
});

/** Language codes; a dash stands for none of them, since a key without a value is a mistake. */
const codes = createParser<readonly string[]>({
  parse: (text) => {
    if (text === '-') return [];
    const list = text.split(',');
    const sound = list.every((code) => /^[\w-]{1,20}$/.test(code));
    return sound && list.length <= MOST_CODES && new Set(list).size === list.length ? list : null;
  },
  serialize: (list) => list.join(',') || '-',
});

/**
 * How things are looked at: what a link says and undo takes back, never data. Every value passes the same bounds as
 * its control.
 */
export const LOOK = {
  /** Id of the utterance that is aligned; null is the first one. */
  pair: name,
  /** Language aligned with English; null is the first one. */
  language: name,
  mode: parseAsStringLiteral(MODES).withDefault('plan'),
  shape: parseAsStringLiteral(SHAPES).withDefault('heatmap'),
  scale: parseAsStringLiteral(SCALES).withDefault('linear'),
  norm: parseAsStringLiteral(NORMS).withDefault('row'),
  unit: parseAsStringLiteral(UNITS).withDefault('subword'),
  /** Outlines of slots over the matrix. */
  slots: parseAsBoolean.withDefault(true),
  student: parseAsStringLiteral(STUDENTS).withDefault('none'),
  /** Which of the run's students, as its files are named; null leaves it to the language. */
  head: name,
  /** After which step; 0 is the start, null the end. */
  step: integer(STEP),
  /** The same of A of A − B. */
  against: parseAsStringLiteral(AGAINST).withDefault('kept'),
  againstHead: name,
  againstStep: integer(STEP),
  source: parseAsStringLiteral(SOURCES).withDefault('sample'),
  /** Row that stays in the details, and a second one beside it. */
  pin: integer(TOKEN),
  pin2: integer(TOKEN),
  marginals: parseAsStringLiteral(MARGINALS).withDefault('balanced'),
  rho: number(RHO).withDefault(RHO.default),
  mass: number(MASS).withDefault(MASS.default),
  distortion: number(DISTORTION).withDefault(DISTORTION.default),
  threshold: number(THRESHOLD).withDefault(THRESHOLD.default),
  top: integer(TOP).withDefault(TOP.default),
  gradient: parseAsStringLiteral(GRADIENTS).withDefault('plan-fixed'),
  epsilon: number(EPSILON).withDefault(EPSILON.default),
  /** Ids of the runs that are looked at and compared. */
  a: name,
  b: name,
  iterations: integer(ITERATIONS).withDefault(ITERATIONS.default),
  /** The task whose results are shown; null is T2, or the first there is. */
  task: parseAsStringLiteral(TASKS),
  /** What is measured; null is MAP. */
  measure: name,
  /** Methods that are compared; null leaves it to the report. */
  from: name,
  to: name,
  /** Whether the second method is of run B, the first of run A. */
  runs: parseAsBoolean.withDefault(false),
  /** Groups other than the report's own. */
  high: codes,
  low: codes,
};

export type Look = Readonly<inferParserType<typeof LOOK>>;

const view = parseAsStringLiteral(VIEWS);

export const VIEW = createParser<View>({
  // Links of earlier versions name the screen that trains a study.
  parse: (text) => view.parse(text === 'study' ? 'train' : text),
  serialize: view.serialize,
}).withDefault('align');
