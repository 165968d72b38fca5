import { type DistilConfig, distilSettings, type StudyConfig, trainsEncoder } from '../report';
import {
  CLOSED_FORMS,
  type ClosedForm,
  type LossTerm,
  parseLoss,
  parseStudentSpec,
  type StudentSpec,
} from '../train';
import { IMPORTED } from './exchange';

/** A method that trains a student. */
export interface TrainedMethod {
  readonly id: string;
  readonly kind: 'train';
  readonly terms: readonly LossTerm[];
  /** As the config or the id names it. */
  readonly student: string;
  readonly spec: StudentSpec;
  readonly settings: DistilConfig;
  /** At most so many pairs a language, `ot:200`; 0: all that the plan has. */
  readonly pairs: number;
}

/** What stands in for the query: its own text, words of a lexicon learnt from bitext, or translations that were given. */
export type QueryText = 'raw' | 'lexicon' | 'translation';

/** A ranker over words or character n-grams; knows no seed. */
export interface LexicalMethod {
  readonly id: string;
  readonly kind: 'lexical';
  readonly text: QueryText;
  readonly terms: 'words' | 'grams';
}

/** What a method id means. */
export type StudyMethod =
  | { readonly id: string; readonly kind: 'encoder-zero-shot' | 'zero-shot' | 'oracle' }
  /** Zero-shot vectors, scored otherwise: cosine of means, or transport over the first of MaxSim. */
  | { readonly id: string; readonly kind: 'pooled' | 'ot-distance' }
  | LexicalMethod
  /** The query in English words, for the English ranker. */
  | { readonly id: string; readonly kind: 'translated'; readonly text: 'lexicon' | 'translation' }
  | {
      readonly id: string;
      readonly kind: 'map';
      readonly map: ClosedForm;
      /** As of `TrainedMethod`. */
      readonly pairs: number;
    }
  | { readonly id: string; readonly kind: 'imported' }
  | TrainedMethod;

const MAPS = CLOSED_FORMS.filter((name) => name !== 'identity');

/**
 * Reads the method ids of a config: closed forms, sums of losses, or one of the references.
 *
 * @throws RangeError naming the field, what was found and what is known; for encoder students that are to end in
 *   another layer than the last, too.
 */
export function resolveMethods(config: StudyConfig): StudyMethod[] {
  attempt('student', () => parseStudentSpec(config.student));
  return config.methods.map((id, at) => attempt(`methods.${at}`, () => resolve(id, config)));
}

/** The methods that train a student. */
export function trainedOf(methods: readonly StudyMethod[]): TrainedMethod[] {
  return methods.filter((method) => method.kind === 'train');
}

/** Whether a method has the same scores under every seed. */
export function isSeedless({ kind }: StudyMethod): boolean {
  return kind === 'encoder-zero-shot' || kind === 'imported' || kind === 'lexical';
}

/** The texts that stand in for queries under some method. */
export function queryTexts(methods: readonly StudyMethod[]): Exclude<QueryText, 'raw'>[] {
  const texts = methods.flatMap((method) =>
    method.kind === 'lexical' || method.kind === 'translated' ? [method.text] : [],
  );
  return [...new Set(texts)].filter((text) => text !== 'raw');
}

/** Whether a method's loss transports: these are compared with the best that does not. */
export function isTransport(method: StudyMethod): boolean {
  return method.kind === 'train' && method.terms.some(({ name }) => name.startsWith('ot'));
}

/** The id of another loss or closed form with the student and the pairs of `id`: `mse@top-2:100` for `ot@top-2:100`. */
export function siblingsOf(id: string, name: string): readonly string[] {
  const [, student = '', size = ''] = /^[^@:]*(@[^:]*)?(:\d+)?$/.exec(id) ?? [];
  return [`${name}${student}${size}`, `${name}${size}`, `${name}${student}`, name];
}

/** Whether a student of the method trains encoder layers. */
export function isEncoderMethod(method: StudyMethod): method is TrainedMethod {
  return method.kind === 'train' && trainsEncoder(method.student);
}

const LEXICAL: Readonly<Record<string, Pick<LexicalMethod, 'text' | 'terms'>>> = {
  bm25: { text: 'raw', terms: 'words' },
  'char-bm25': { text: 'raw', terms: 'grams' },
  'lexicon-bm25': { text: 'lexicon', terms: 'words' },
  'translation-bm25': { text: 'translation', terms: 'words' },
};

/** Methods that are neither a closed form nor a loss. */
const PLAIN = ['encoder-zero-shot', 'zero-shot', 'oracle', 'pooled', 'ot-distance'] as const;

function resolve(id: string, config: StudyConfig): StudyMethod {
  const plain = PLAIN.find((name) => name === id);
  if (plain) return { id, kind: plain };
  const lexical = LEXICAL[id];
  if (lexical && Object.hasOwn(LEXICAL, id)) return { id, kind: 'lexical', ...lexical };
  if (id === 'lexicon' || id === 'translation') return { id, kind: 'translated', text: id };
  if (id.startsWith(IMPORTED)) return { id, kind: 'imported' };
  const [name = '', size = '0'] = id.split(':');
  const pairs = Number(size);
  const map = MAPS.find((known) => known === name);
  if (map) return { id, kind: 'map', map, pairs };
  const [loss = '', student = config.student] = name.split('@');
  const terms = parseTerms(loss);
  const spec = parseStudentSpec(student);
  const settings = distilSettings(config, student);
  return { id, kind: 'train', terms, student, spec, settings, pairs };
}

function parseTerms(loss: string): LossTerm[] {
  try {
    return parseLoss(loss);
  } catch (error) {
    const others = [...PLAIN, ...Object.keys(LEXICAL), 'lexicon', 'translation', ...MAPS].join(
      ', ',
    );
    throw new RangeError(`${messageOf(error)}; methods that are no loss: ${others}`);
  }
}

function attempt<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new RangeError(`Study config: ${field}: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
