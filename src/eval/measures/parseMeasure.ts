import {
  expectedAp,
  expectedDcg,
  expectedHits,
  expectedReciprocalRank,
  expectedSuccess,
} from './formulas';
import { groupTies, withoutTies } from './tieGroups';
import type { Measure, TiedRanks } from './types';

/** What a measure's name says beside its family. */
interface Parameters {
  readonly name: string;
  /** Least grade that counts as relevant. */
  readonly level: number;
  /** Places that are looked at; Infinity for all. */
  readonly cutoff: number;
}

interface Family {
  readonly cutoff: 'needed' | 'optional' | 'none';
  /** Whether `(rel=N)` makes sense. */
  readonly level: boolean;
  expect(tied: TiedRanks, parameters: Parameters): number;
}

const counting =
  (value: (judged: ReturnType<typeof groupTies>, cutoff: number) => number): Family['expect'] =>
  (tied, { name, level, cutoff }) =>
    value(
      groupTies(name, tied, (grade) => Number(grade >= level)),
      cutoff,
    );

const FAMILIES: Readonly<Record<string, Family>> = {
  AP: { cutoff: 'optional', level: true, expect: counting(expectedAp) },
  RR: { cutoff: 'optional', level: true, expect: counting(expectedReciprocalRank) },
  P: {
    cutoff: 'needed',
    level: true,
    expect: counting((judged, k) =>
      judged.total === 0 ? Number.NaN : expectedHits(judged, k) / k,
    ),
  },
  R: {
    cutoff: 'needed',
    level: true,
    expect: counting((judged, k) => expectedHits(judged, k) / judged.total),
  },
  Rprec: {
    cutoff: 'none',
    level: true,
    expect: counting((judged) => expectedHits(judged, judged.total) / judged.total),
  },
  Success: { cutoff: 'needed', level: true, expect: counting(expectedSuccess) },
  nDCG: { cutoff: 'optional', level: false, expect: discounting((grade) => grade) },
  'nDCG-burges': {
    cutoff: 'optional',
    level: false,
    expect: discounting(burges),
  },
};

/** Other spellings in use. */
const ALIASES: Readonly<Record<string, string>> = { MAP: 'AP', MRR: 'RR', NDCG: 'nDCG' };

const GRAMMAR = /^([A-Za-z-]+)(?:\(rel=(\d+)\))?(?:@(\d+))?$/;

/** Names that `parseMeasure` understands, for messages. */
export const MEASURE_FORMS =
  'AP, AP@k, nDCG, nDCG@k, nDCG-burges, nDCG-burges@k, RR, RR@k, P@k, R@k, Rprec or Success@k, ' +
  'all but nDCG with (rel=N) before the @';

/**
 * Reads the name of a measure as ir_measures writes it: a family, the least relevant grade (1 where none is
 * named), the places looked at: `AP`, `AP(rel=2)@100`, `nDCG@10`. MAP, MRR and NDCG are read as AP, RR and nDCG.
 *
 * - `AP`: sum of the precisions at the relevant ranks over ALL relevant documents, retrieved or not.
 * - `nDCG`: trec_eval's, gain = grade, discount log2(rank + 1), against the best order of all judged documents;
 *   `nDCG-burges`: gain = 2^grade - 1 (Burges et al. 2005).
 * - `RR`, `Success`: of the first relevant document. `P@k`: over k, also where fewer are retrieved. `R@k`: recall.
 *   `Rprec`: precision at R, the number of relevant documents.
 *
 * @throws RangeError naming the text and the forms there are.
 * @see trec_eval 10.0, whose values these are
 */
export function parseMeasure(text: string): Measure {
  const [, given = '', rel, at] = GRAMMAR.exec(text.trim()) ?? [];
  const familyName = ALIASES[given] ?? given;
  const family = Object.hasOwn(FAMILIES, familyName) ? FAMILIES[familyName] : undefined;
  if (!family) throw wrong(text, `wanted ${MEASURE_FORMS}`);
  if (rel !== undefined && !family.level)
    throw wrong(text, `${familyName} reads all grades, wanted it without (rel=N)`);
  if (at === undefined && family.cutoff === 'needed')
    throw wrong(text, `wanted a cutoff, e.g. ${familyName}@10`);
  if (at !== undefined && family.cutoff === 'none')
    throw wrong(text, `${familyName} has a cutoff of its own, wanted it without @`);
  const level = positive(text, rel) ?? 1;
  const cutoff = positive(text, at) ?? Number.POSITIVE_INFINITY;
  const name =
    familyName + (level > 1 ? `(rel=${level})` : '') + (at === undefined ? '' : `@${cutoff}`);
  const expect = (tied: TiedRanks) => family.expect(tied, { name, level, cutoff });
  return { name, expect, evaluate: (judged) => expect(withoutTies(judged)) };
}

/** nDCG of some gain; the ideal is over all judged documents, retrieved or not. */
function discounting(gain: (grade: number) => number): Family['expect'] {
  return (tied, { name, cutoff }) => {
    const judged = groupTies(name, tied, gain);
    const gains = Float64Array.from(tied.grades, gain).sort().reverse();
    const alone = [...gains.keys()].map((above) => ({ above, size: 1, weight: gains[above]! }));
    return expectedDcg(judged, cutoff) / expectedDcg({ ...judged, groups: alone }, cutoff);
  };
}

/** @throws RangeError beyond float64. */
function burges(grade: number): number {
  if (grade > 1000)
    throw new RangeError(
      `nDCG-burges: the gain 2^${grade} - 1 is too large, wanted grades to 1000`,
    );
  return 2 ** grade - 1;
}

function positive(text: string, digits: string | undefined): number | undefined {
  if (digits === undefined) return undefined;
  const value = Number(digits);
  if (!(value >= 1 && Number.isSafeInteger(value)))
    throw wrong(text, `wanted a whole number of at least 1, got ${digits}`);
  return value;
}

function wrong(text: string, why: string): RangeError {
  return new RangeError(`parseMeasure: cannot read ${JSON.stringify(text)}; ${why}`);
}
