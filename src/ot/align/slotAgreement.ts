import { ShapeError } from '../../gpu';
import { assertMatrix, type PlanMatrix, sums } from './matrix';

/** How much of a plan's mass stays inside the same slot. Names in the order of their first token. */
export interface SlotAgreement {
  /** Mass of the rows in slots whose name both sides have: what could agree. */
  readonly mass: number;
  /** Of it, what goes to columns in a slot of the same name. */
  readonly same: number;
  /** What `same` would be under the independent plan with the same row and column sums, `a b^T`. */
  readonly chance: number;
  /** `same / mass`, in [0, 1]; null where `mass` is 0. */
  readonly share: number | null;
  /** `chance / mass`. */
  readonly chanceShare: number | null;
  /** `(share - chanceShare) / (1 - chanceShare)`, at most 1; null where chance is all there is. */
  readonly corrected: number | null;
  /** Names of both sides, of rows alone and of columns alone; the latter two are left out. */
  readonly shared: readonly string[];
  readonly rowsOnly: readonly string[];
  readonly columnsOnly: readonly string[];
  /** Mass of the rows in slots of `rowsOnly`. */
  readonly leftOut: number;
}

/**
 * Alignment quality without gold links, from annotation that translations share: the share of plan mass that rows
 * (English tokens) send from a slot to columns of the slot of the same name. Slots agree by name, so a name that
 * occurs twice on a side is one slot here. A name that the other side lacks is left out, since no plan could do right
 * by it; mass that goes to tokens outside all slots does not agree. The correction for chance is Cohen's (1960).
 *
 * @param plan [n, m], no entry negative; only shares count, not the total.
 * @param slotOfRow [n], name of each row's slot, null outside all slots.
 * @param slotOfColumn [m], likewise.
 * @throws ShapeError if a length does not fit; RangeError for an entry that is negative or not finite.
 */
export function slotAgreement(
  plan: PlanMatrix,
  n: number,
  m: number,
  slotOfRow: readonly (string | null)[],
  slotOfColumn: readonly (string | null)[],
): SlotAgreement {
  assertMatrix('slotAgreement', plan, n, m);
  if (slotOfRow.length !== n) throw new ShapeError('slotAgreement rows', [slotOfRow.length], [n]);
  if (slotOfColumn.length !== m)
    throw new ShapeError('slotAgreement columns', [slotOfColumn.length], [m]);
  const odd = plan.findIndex((value) => !(value >= 0 && value < Infinity));
  if (odd >= 0)
    throw new RangeError(`slotAgreement: entry ${odd} is ${plan[odd]}, wanted a finite mass >= 0`);
  const { rows, columns } = sums(plan, n, m);
  const total = rows.reduce((sum, mass) => sum + mass, 0);
  const [rowMass, columnMass] = [massByName(slotOfRow, rows), massByName(slotOfColumn, columns)];
  const shared = [...rowMass.keys()].filter((name) => columnMass.has(name));
  const rowsOnly = [...rowMass.keys()].filter((name) => !columnMass.has(name));
  const columnsOnly = [...columnMass.keys()].filter((name) => !rowMass.has(name));
  const over = (names: readonly string[], massOf: (name: string) => number) =>
    names.reduce((sum, name) => sum + massOf(name), 0);
  let same = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++)
      if (slotOfRow[i] !== null && slotOfRow[i] === slotOfColumn[j]) same += plan[i * m + j]!;
  const chance = over(shared, (name) =>
    total > 0 ? (rowMass.get(name)! * columnMass.get(name)!) / total : 0,
  );
  const mass = over(shared, (name) => rowMass.get(name)!);
  return {
    ...{ mass, same, chance, ...agreementShares({ mass, same, chance }) },
    ...{ shared, rowsOnly, columnsOnly, leftOut: over(rowsOnly, (name) => rowMass.get(name)!) },
  };
}

/** Below it `1 - chanceShare` is what float64 sums leave of 0. */
const NOTHING = 1e-12;

/** The shares that masses give; see `SlotAgreement`. */
export function agreementShares({
  mass,
  same,
  chance,
}: Pick<SlotAgreement, 'mass' | 'same' | 'chance'>): Pick<
  SlotAgreement,
  'share' | 'chanceShare' | 'corrected'
> {
  if (!(mass > 0)) return { share: null, chanceShare: null, corrected: null };
  // Sums in another order may exceed what they are part of by an ulp.
  const [share, chanceShare] = [Math.min(1, same / mass), Math.min(1, chance / mass)];
  const room = 1 - chanceShare;
  return { share, chanceShare, corrected: room > NOTHING ? (share - chanceShare) / room : null };
}

function massByName(names: readonly (string | null)[], masses: Float64Array): Map<string, number> {
  const byName = new Map<string, number>();
  names.forEach((name, token) => {
    if (name !== null) byName.set(name, (byName.get(name) ?? 0) + masses[token]!);
  });
  return byName;
}
