import type { Language } from '../data';
import type { LanguageGroups } from './configTypes';
import type { CollapseRow, CurvePoint } from './types';

/** What a running study tells. */
export type StudyEvent =
  | {
      readonly type: 'progress';
      readonly stage: 'encoder' | 'encode' | 'ranker' | 'distil' | 'rank' | 'statistics';
      /** What is being done, e.g. `ot, seed 1`. */
      readonly label: string;
      readonly done: number;
      readonly total: number;
      /** Share of the whole run, 0..1. */
      readonly overall: number;
      /** Estimated seconds to the end; null while unknown. */
      readonly eta: number | null;
    }
  | { readonly type: 'curve'; readonly point: CurvePoint }
  | {
      readonly type: 'note';
      readonly message: string;
      /** Something went wrong. */
      readonly alarm?: true;
    }
  /** What is compared, before anything is trained. */
  | {
      readonly type: 'plan';
      readonly groups: LanguageGroups;
      readonly languages: readonly Language[];
    }
  /** Under what name students are kept while the study is unfinished; told before the first is trained. */
  | { readonly type: 'kept'; readonly study: string }
  /** Training waits, or has taken the one step it was let. */
  | {
      readonly type: 'paused';
      readonly label: string;
      /** Steps done. */
      readonly step: number;
      /** Of the last step, null before one. */
      readonly loss: number | null;
    }
  /** What was seen of a student's vectors when its training ended. */
  | { readonly type: 'collapse'; readonly row: CollapseRow };
