import type { Sentence } from '../alignProblem';
import type { Pooled } from './pooled';
import { slotsOfTokens } from './slotBlocks';

/** What a row of the plan is like. */
export interface RowFacts {
  /** Entropy of the row's shares in bits; 0 where one column takes all. */
  readonly entropy: number;
  /** Mass that leaves the row. */
  readonly mass: number;
  /** How far that is from the weight of its tokens. */
  readonly error: number;
}

export function rowFacts({ plan, columns, weights }: Pooled, row: number): RowFacts {
  const own = plan.subarray(row * columns, (row + 1) * columns);
  const mass = own.reduce((sum, value) => sum + value, 0);
  let entropy = 0;
  for (const value of own)
    if (value > 0 && mass > 0) entropy -= (value / mass) * Math.log2(value / mass);
  return { entropy: Math.max(0, entropy), mass, error: Math.abs(mass - weights[row]!) };
}

/** Where the mass of the rows in a slot goes. */
export interface SlotMass {
  readonly name: string;
  /** Of the rows in the slot. */
  readonly mass: number;
  /** Share that goes to columns of the slot of the same name; null where the other side has none. */
  readonly same: number | null;
  /** Shares that go elsewhere, largest first; null is outside all slots. */
  readonly leaks: readonly { readonly name: string | null; readonly share: number }[];
}

/** Mass by slot, in the order of the rows. */
export function slotMass(pooled: Pooled, rows: Sentence, columns: Sentence): SlotMass[] {
  const [from, to] = [slotsOfTokens(rows), slotsOfTokens(columns)];
  const found = new Map<string, Map<string | null, number>>();
  for (let row = 0; row < pooled.rows; row++) {
    const name = from[row] ?? null;
    if (name === null) continue;
    const targets = found.get(name) ?? new Map<string | null, number>();
    found.set(name, targets);
    for (let column = 0; column < pooled.columns; column++) {
      const target = to[column] ?? null;
      const moved = pooled.plan[row * pooled.columns + column]!;
      targets.set(target, (targets.get(target) ?? 0) + moved);
    }
  }
  return [...found].map(([name, targets]) => {
    const mass = [...targets.values()].reduce((sum, value) => sum + value, 0);
    const share = (value: number) => (mass > 0 ? value / mass : 0);
    const leaks = [...targets]
      .filter(([target, value]) => target !== name && value > 0)
      .map(([target, value]) => ({ name: target, share: share(value) }))
      .sort((a, b) => b.share - a.share);
    return { name, mass, same: to.includes(name) ? share(targets.get(name) ?? 0) : null, leaks };
  });
}
