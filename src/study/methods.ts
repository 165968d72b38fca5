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
}

/** What a method id means. */
export type StudyMethod =
  | { readonly id: string; readonly kind: 'encoder-zero-shot' | 'zero-shot' | 'oracle' }
  | { readonly id: string; readonly kind: 'map'; readonly map: ClosedForm }
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

/** Whether a method's loss transports: these are compared with the best that does not. */
export function isTransport(method: StudyMethod): boolean {
  return method.kind === 'train' && method.terms.some(({ name }) => name.startsWith('ot'));
}

/** Whether a student of the method trains encoder layers. */
export function isEncoderMethod(method: StudyMethod): method is TrainedMethod {
  return method.kind === 'train' && trainsEncoder(method.student);
}

function resolve(id: string, config: StudyConfig): StudyMethod {
  if (id === 'encoder-zero-shot' || id === 'zero-shot' || id === 'oracle') return { id, kind: id };
  if (id.startsWith(IMPORTED)) return { id, kind: 'imported' };
  const map = MAPS.find((name) => name === id);
  if (map) return { id, kind: 'map', map };
  const [loss = '', student = config.student] = id.split('@');
  const terms = parseTerms(loss);
  const spec = parseStudentSpec(student);
  const settings = distilSettings(config, student);
  return { id, kind: 'train', terms, student, spec, settings };
}

function parseTerms(loss: string): LossTerm[] {
  try {
    return parseLoss(loss);
  } catch (error) {
    const others = ['encoder-zero-shot', 'zero-shot', 'oracle', ...MAPS].join(', ');
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
