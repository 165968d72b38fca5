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
export const MODES = ['plan', 'cost', 'product'] as const;
export type Mode = (typeof MODES)[number];

export const EPSILON = { least: 0.005, most: 1, default: 0.05 } as const;
export const ITERATIONS = { least: 1, most: 1000, default: 100 } as const;

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

/** Ids and codes; no link carries a text. */
const name = createParser<string>({
  parse: (text) => (text !== '' && text.length <= 64 ? text : null),
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
  /** Numbers in place of the heatmap. */
  table: parseAsBoolean.withDefault(false),
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
