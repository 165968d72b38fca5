import type { Look, StudentSide } from '../look/look';

/** Whose vectors of a pair are aligned. */
export interface HeadChoice {
  readonly side: StudentSide;
  /** Stem of a student's files; null leaves it to the language. */
  readonly head: string | null;
  /** 0 is the start, null the end. */
  readonly step: number | null;
}

/** What is shown: B of A - B. */
export function shownHead({ student, head, step }: Look): HeadChoice {
  return { side: student, head, step };
}

/** A of A - B; null where that is what was kept. */
export function againstHead({ against, againstHead, againstStep }: Look): HeadChoice | null {
  return against === 'kept' ? null : { side: against, head: againstHead, step: againstStep };
}

/** The look with another choice of one of both. */
export function withHead(of: 'shown' | 'against', { side, head, step }: HeadChoice): Partial<Look> {
  return of === 'shown'
    ? { student: side, head, step }
    : { against: side, againstHead: head, againstStep: step };
}
