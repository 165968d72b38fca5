import { slotsOfSpans, type TextSpan, type Utterance, unlocatedSlots } from '../data';
import {
  type OtEngine,
  openOtEngine,
  type SlotAgreement,
  slotAgreement,
  totalSlotAgreement,
} from '../ot';
import type { SlotRow } from '../report';
import type { TokenSet } from '../train';
import type { StudyContext } from './context';
import { queryRows } from './plan';
import { selectTexts } from './projection';
import type { RunName } from './trecFiles';

/** Plans as the transport loss has them. */
const SETTINGS = { eps: 0.05, iterations: 50 };
/** Pairs that are solved at a time. */
const CHUNK = 64;

/**
 * How well the plans between English documents and foreign queries keep slots together, for every method that gives
 * token vectors: the first `slotPairs` parallel utterances of each language, whose tokens know their characters.
 */
export class SlotQuality {
  readonly #pairs = new Map<string, SlotAgreement[]>();
  readonly #names = new Map<string, RunName>();

  constructor(private readonly context: StudyContext) {}

  /** @param queries of the language, in the order of `documents`, the English side. */
  async add(names: readonly RunName[], queries: TokenSet, documents: TokenSet): Promise<void> {
    const { plan, config } = this.context;
    const [first] = names;
    if (!first || first.language === 'en' || config.slotPairs === 0) return;
    const count = Math.min(config.slotPairs, plan.queries);
    const english = queryRows(plan, 'en').slice(0, count);
    const foreign = queryRows(plan, first.language).slice(0, count);
    if (![...english, ...foreign].some(({ slots }) => slots.length > 0)) return;
    const sides = english.map((row, k) => {
      const other = foreign[k]!;
      // A slot whose words are not found in a text has no tokens there: no plan could do right by it.
      const lost = new Set([row, other].flatMap(lostSlots));
      return {
        rows: this.#slotsOf(row, tokensOf(documents, k), lost),
        columns: this.#slotsOf(other, tokensOf(queries, k), lost),
      };
    });
    const known = sides.flatMap(({ rows, columns }, k) =>
      rows && columns && rows.length > 0 && columns.length > 0 ? [{ k, rows, columns }] : [],
    );
    if (known.length === 0) return;
    const engine = await openOtEngine({ threads: 1, prefer: 'wasm' });
    const agreements: SlotAgreement[] = [];
    try {
      for (let at = 0; at < known.length; at += CHUNK)
        agreements.push(...(await agree(engine, known.slice(at, at + CHUNK), queries, documents)));
    } finally {
      engine.close();
    }
    const { method, language } = first;
    const key = `${method} ${language}`;
    this.#names.set(key, first);
    this.#pairs.set(key, [...(this.#pairs.get(key) ?? []), ...agreements]);
  }

  /** One a method and language, over all seeds. */
  rows(): SlotRow[] {
    return [...this.#names].map(([key, { method, language }]) => {
      const { share, chanceShare, corrected, counts } = totalSlotAgreement(this.#pairs.get(key)!);
      return { method, language, share, chance: chanceShare, corrected, pairs: counts.scored };
    });
  }

  /** The slot of each token; undefined where tokens do not know their characters. */
  #slotsOf(
    { text, slots }: Utterance,
    tokens: number,
    lost: ReadonlySet<string>,
  ): (string | null)[] | undefined {
    const spans = this.context.spansOf?.(text);
    if (spans?.length !== tokens || spans.includes(undefined)) return undefined;
    const known = slots.filter(({ name }) => !lost.has(name));
    return slotsOfSpans(spans as readonly TextSpan[], known);
  }
}

function lostSlots(row: Utterance): string[] {
  return row.parse === '' ? [] : unlocatedSlots(row);
}

interface Known {
  readonly k: number;
  readonly rows: (string | null)[];
  readonly columns: (string | null)[];
}

async function agree(
  engine: OtEngine,
  known: readonly Known[],
  queries: TokenSet,
  documents: TokenSet,
): Promise<SlotAgreement[]> {
  const texts = known.map(({ k }) => k);
  const { plan } = await engine.solve(
    {
      x: selectTexts(documents, texts).vectors,
      y: selectTexts(queries, texts).vectors,
      d: documents.dimension,
      rowCounts: known.map(({ rows }) => rows.length),
      columnCounts: known.map(({ columns }) => columns.length),
    },
    SETTINGS,
    { plan: true },
  );
  let at = 0;
  return known.map(({ rows, columns }) => {
    const [n, m] = [rows.length, columns.length];
    const own = plan!.subarray(at, at + n * m);
    at += n * m;
    return slotAgreement(own, n, m, rows, columns);
  });
}

function tokensOf({ offsets }: TokenSet, text: number): number {
  return offsets[text + 1]! - offsets[text]!;
}
