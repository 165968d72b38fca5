import type { Look } from '../look/look';
import { differenceMatrix, gradientMatrix, type ShownMatrix, shownMatrix } from '../matrix';
import type { TokenWindow } from '../state';
import { differenceRefusal, planDifference, type Solved } from './difference';
import { type GradientField, gradientField } from './gradientField';
import { type Pooled, pool } from './pooled';
import { type Grouping, groupTokens } from './units';

/** Everything that is drawn of a solved pair. */
export interface Picture {
  readonly rows: Grouping;
  readonly columns: Grouping;
  readonly pooled: Pooled;
  /** Null where the mode cannot be shown; `refusal` says why. */
  readonly matrix: ShownMatrix | null;
  readonly refusal: string | null;
  /** Whether words in place of subwords would help. */
  readonly tryWords: boolean;
  /** A of A - B where it is drawn. */
  readonly against: (Pick<Solved, 'vectors' | 'settings'> & { readonly pooled: Pooled }) | null;
  /** Of A - B: half the L1 distance of the plans. */
  readonly totalVariation: number | null;
  readonly field: GradientField | null;
  /** What a reader of the picture should know. */
  readonly notes: readonly string[];
}

type Wanted = Pick<Look, 'mode' | 'unit' | 'norm' | 'scale' | 'gradient'>;

const NO_A = 'A − B needs an A. Keep what is shown as A, then change a setting.';

/**
 * The picture of a solved pair as it is looked at.
 *
 * @param against A of A - B, or why there is none.
 */
export function pictureOf(
  solved: Solved,
  against: Solved | string | null,
  look: Wanted,
  window: TokenWindow | null,
): Picture {
  const rows = groupTokens(solved.problem.rows, look.unit, window?.rows);
  const columns = groupTokens(solved.problem.columns, look.unit, window?.columns);
  const pooled = pool(solved.result, rows, columns);
  const base = {
    ...{ rows, columns, pooled, matrix: null, refusal: null, tryWords: false },
    ...{ against: null, totalVariation: null, field: null, notes: notesOf(look, rows, columns) },
  };
  if (look.mode === 'difference') {
    if (against === null || typeof against === 'string')
      return { ...base, refusal: against ?? NO_A };
    return { ...base, ...difference(base, [against, solved], look, window) };
  }
  if (look.mode !== 'gradient') return { ...base, matrix: shownMatrix(pooled, look.mode, look) };
  const { gradient } = solved.result;
  if (!gradient) return { ...base, refusal: 'The gradient is being computed.' };
  const field = gradientField(solved.problem, gradient, rows, columns);
  return { ...base, field, matrix: gradientMatrix(field, pooled, look.scale) };
}

function difference(
  { rows, columns, pooled, notes }: Pick<Picture, 'rows' | 'columns' | 'pooled' | 'notes'>,
  [against, solved]: readonly [Solved, Solved],
  look: Wanted,
  window: TokenWindow | null,
): Partial<Picture> {
  const a = [
    groupTokens(against.problem.rows, look.unit, window?.rows),
    groupTokens(against.problem.columns, look.unit, window?.columns),
  ] as const;
  const refusal = differenceRefusal(
    [a[0].sentence, a[1].sentence],
    [rows.sentence, columns.sentence],
  );
  if (refusal) return { refusal, tryWords: look.unit === 'subword' && refusal.includes('words') };
  const other = pool(against.result, ...a);
  const found = planDifference(other, pooled, look.norm);
  return {
    against: { vectors: against.vectors, settings: against.settings, pooled: other },
    totalVariation: found.totalVariation,
    matrix: differenceMatrix(found, pooled, look),
    notes: [sidesNote(against, solved), ...notes],
  };
}

/** What differs between A and B. */
function sidesNote(a: Solved, b: Solved): string {
  const [one, other] = [a, b].map(({ vectors, settings }) =>
    a.settings === b.settings ? vectors : `${vectors} · ${settings}`,
  );
  return `A: ${one}. B: ${other}.`;
}

function notesOf({ unit, mode }: Wanted, rows: Grouping, columns: Grouping): string[] {
  const notes: string[] = [];
  if (unit === 'word')
    notes.push(
      mode === 'gradient'
        ? 'By word: means over the subwords of each.'
        : 'By word: mass is the sum, cost the mean over the subwords of each.',
    );
  if (rows.note) notes.push(`Rows: ${rows.note}; drag over a part to see it closer.`);
  if (columns.note) notes.push(`Columns: ${columns.note}; drag over a part to see it closer.`);
  return notes;
}
