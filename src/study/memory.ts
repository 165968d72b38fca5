import type { MemoryReport } from '../report';
import { type MemoryLimits, type MemoryRequest, planMemory } from '../train';
import type { StudyContext } from './context';
import { isEncoderMethod, type TrainedMethod, trainedOf } from './methods';
import { levelOf } from './students';

/** What training may take, and where that number comes from. */
export interface StudyMemory extends MemoryLimits {
  /** For people. */
  readonly why: string;
}

/**
 * The bytes that each kind of student needs, before the first of them is trained.
 *
 * @throws RangeError naming the methods, bytes needed and available, and what would fit.
 */
export function planStudyMemory(
  context: StudyContext,
  outputs: number,
  limits: StudyMemory,
): MemoryReport {
  const students = new Map<string, MemoryReport['students'][number]>();
  for (const method of trainedOf(context.methods)) {
    if (context.plan.bitext.size === 0) break;
    const plan = planMemory(requestOf(context, method, outputs), limits);
    if (!plan.fits)
      throw new RangeError(
        `Study: ${method.id} does not fit in memory (${limits.why}): ${plan.message}`,
      );
    const { batch, tokensPerText, checkpointing } = plan.request;
    const { total: bytes, largestBuffer } = plan.need;
    const { student } = method;
    const row = { student, batch, tokensPerText, checkpointing, bytes, largestBuffer };
    students.set(JSON.stringify(row), row);
  }
  return { limit: limits.why, students: [...students.values()] };
}

/** What `planMemory` wants to know of a method; texts are the longest that a batch can hold. */
export function requestOf(
  context: StudyContext,
  method: TrainedMethod,
  outputs: number,
): MemoryRequest {
  const { spec, settings } = method;
  const encoder = isEncoderMethod(method) ? context.encoder : undefined;
  const lengths = lengthsOf(context, method);
  const batch = Math.min(settings.batch, lengths.length);
  const longest = lengths.subarray(0, batch).reduce((sum, length) => sum + length, 0);
  const tokens =
    settings.batchTokens > 0
      ? Math.min(longest, Math.max(settings.batchTokens, lengths[0]!))
      : longest;
  return {
    spec,
    inputs: context.texts.dimension,
    outputs,
    ...(encoder && { encoder: encoder.shape }),
    batch,
    tokensPerText: Math.max(1, Math.ceil(tokens / batch)),
    checkpointing: settings.checkpointing,
    storage: context.config.storage,
  };
}

/** Tokens of the texts that the student reads, longest first. */
function lengthsOf(context: StudyContext, method: TrainedMethod): Uint32Array {
  const { plan, texts } = context;
  const level = levelOf(context, method);
  const { sourceTerm } = method.settings;
  const read = [...plan.bitext.values()].flatMap((pairs) =>
    pairs.flatMap(({ foreign, english }) => (sourceTerm ? [foreign, english] : [foreign])),
  );
  return texts.lengths(read, level).sort().reverse();
}
