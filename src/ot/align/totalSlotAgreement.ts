import { agreementShares, type SlotAgreement } from './slotAgreement';

/** Slot agreement over pairs. All shares are null where no pair has one. */
export interface TotalSlotAgreement {
  /** Mass of all that could agree; where every link has mass 1, the number of links from shared slots. */
  readonly mass: number;
  /** Weighted by mass: summed over pairs before dividing. */
  readonly share: number | null;
  readonly chanceShare: number | null;
  readonly corrected: number | null;
  /** Means over pairs, each counting once; `corrected` over those that have one. */
  readonly mean: {
    readonly share: number | null;
    readonly chanceShare: number | null;
    readonly corrected: number | null;
  };
  readonly counts: {
    readonly pairs: number;
    /** Pairs with mass in a slot of both sides: those behind the shares. */
    readonly scored: number;
    /** Of these, pairs that have nothing beyond chance to gain. */
    readonly uncorrected: number;
    /** Pairs with no slot at all on at least one side. */
    readonly withoutSlots: number;
    /** Pairs with slots on both sides, none of them of both. */
    readonly withoutShared: number;
    /** Names of slots, summed over pairs: of both sides, of rows alone, of columns alone. */
    readonly shared: number;
    readonly rowsOnly: number;
    readonly columnsOnly: number;
  };
  /** Mass of rows in slots that the other side lacks, as a share of all mass of rows in slots; null without any. */
  readonly leftOut: number | null;
}

/** Sums slot agreement over sentence pairs; a pair counts by its plan's mass, so plans should have equal totals. */
export function totalSlotAgreement(pairs: readonly SlotAgreement[]): TotalSlotAgreement {
  const sum = (read: (pair: SlotAgreement) => number) =>
    pairs.reduce((total, pair) => total + read(pair), 0);
  const [mass, leftOut] = [sum((pair) => pair.mass), sum((pair) => pair.leftOut)];
  const shares = agreementShares({
    ...{ mass, same: sum(({ same }) => same), chance: sum(({ chance }) => chance) },
  });
  const scored = pairs.filter(({ share }) => share !== null);
  const slots = pairs.map((pair) => ({
    rows: pair.shared.length + pair.rowsOnly.length,
    columns: pair.shared.length + pair.columnsOnly.length,
  }));
  const withoutSlots = slots.filter(({ rows, columns }) => rows === 0 || columns === 0).length;
  return {
    mass,
    ...shares,
    mean: {
      share: meanOf(pairs.map(({ share }) => share)),
      chanceShare: meanOf(pairs.map(({ chanceShare }) => chanceShare)),
      corrected: meanOf(pairs.map(({ corrected }) => corrected)),
    },
    counts: {
      pairs: pairs.length,
      scored: scored.length,
      uncorrected: scored.filter(({ corrected }) => corrected === null).length,
      withoutSlots,
      withoutShared: pairs.filter(({ shared }) => shared.length === 0).length - withoutSlots,
      shared: sum(({ shared }) => shared.length),
      rowsOnly: sum(({ rowsOnly }) => rowsOnly.length),
      columnsOnly: sum(({ columnsOnly }) => columnsOnly.length),
    },
    leftOut: mass + leftOut > 0 ? leftOut / (mass + leftOut) : null,
  };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}
