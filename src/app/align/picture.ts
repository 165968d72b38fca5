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
  /** Of A - B: half the L1 distance of the plans. */
  readonly totalVariation: number | null;
  readonly field: GradientField | null;
  /** What a reader of the picture should know. */
  readonly notes: readonly string[];
}

type Wanted = Pick<Look, 'mode' | 'unit' | 'norm' | 'scale' | 'gradient'>;

/** The picture of a solved pair as it is looked at; `kept` is A of A - B. */
export function pictureOf(
  solved: Solved,
  kept: Solved | null,
  look: Wanted,
  window: TokenWindow | null,
): Picture {
  const rows = groupTokens(solved.problem.rows, look.unit, window?.rows);
  const columns = groupTokens(solved.problem.columns, look.unit, window?.columns);
  const pooled = pool(solved.result, rows, columns);
  const base = {
    ...{ rows, columns, pooled, matrix: null, refusal: null, tryWords: false },
    ...{ totalVariation: null, field: null, notes: notesOf(look, rows, columns) },
  };
  if (look.mode === 'difference') return { ...base, ...difference(base, kept, look, window) };
  if (look.mode !== 'gradient') return { ...base, matrix: shownMatrix(pooled, look.mode, look) };
  const { gradient } = solved.result;
  if (!gradient) return { ...base, refusal: 'The gradient is being computed.' };
  const field = gradientField(solved.problem, gradient, rows, columns);
  return { ...base, field, matrix: gradientMatrix(field, pooled, look.scale) };
}

function difference(
  { rows, columns, pooled }: Pick<Picture, 'rows' | 'columns' | 'pooled'>,
  kept: Solved | null,
  look: Wanted,
  window: TokenWindow | null,
): Partial<Picture> {
  if (!kept)
    return { refusal: 'A − B needs an A. Keep what is shown as A, then change a setting.' };
  const a = [
    groupTokens(kept.problem.rows, look.unit, window?.rows),
    groupTokens(kept.problem.columns, look.unit, window?.columns),
  ] as const;
  const refusal = differenceRefusal(
    [a[0].sentence, a[1].sentence],
    [rows.sentence, columns.sentence],
  );
  if (refusal) return { refusal, tryWords: look.unit === 'subword' && refusal.includes('words') };
  const found = planDifference(pool(kept.result, ...a), pooled, look.norm);
  const { totalVariation } = found;
  return { totalVariation, matrix: differenceMatrix(found, pooled, look) };
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
