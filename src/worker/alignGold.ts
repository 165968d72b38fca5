import { decodeUtf8 } from '../data';
import {
  type AlignmentScores,
  alignmentScores,
  type CurvePoint,
  fAlpha,
  type GoldFormat,
  type JudgedLinks,
  judgeLinks,
  parseGold,
  parseLinks,
  type SimalignScores,
  simalignScores,
  thresholdCurve,
  type WordCounts,
} from '../ot';
import type { EngineFile } from './types';

/** Gold links and how they are used. */
export interface GoldSettings {
  readonly input: EngineFile;
  readonly format: GoldFormat;
  /** Number of the first word; `naacl` counts from 1 whatever it is. */
  readonly first: 0 | 1;
  /** `simalign`: also the figures of its script, and its way with sentences that one side lacks. */
  readonly compat: 'none' | 'simalign';
  /** Weight of precision in F, in [0, 1]. */
  readonly alpha: number;
}

/** Links that were made elsewhere. */
export interface LinksJob {
  readonly links: { readonly input: EngineFile; readonly first: 0 | 1 };
  readonly gold: GoldSettings;
}

export interface GoldOutcome {
  /** Sentence pairs that were judged. */
  readonly pairs: number;
  readonly scores: AlignmentScores;
  readonly fAlpha: { readonly alpha: number; readonly value: number };
  /** Null unless asked for. */
  readonly simalign: SimalignScores | null;
  /** By rising threshold; null where links have no scores. */
  readonly curve: readonly CurvePoint[] | null;
  /** What a reader of the figures should know. */
  readonly notes: readonly string[];
}

/**
 * Judges links by gold links.
 *
 * @param words of each line of links, where the texts are at hand.
 * @throws ParseError naming file and line for what cannot be read or does not belong together.
 */
export function judgeFile({ links, gold }: LinksJob, words?: readonly WordCounts[]): GoldOutcome {
  const { input, format, first, compat, alpha } = gold;
  const read = ({ path, bytes }: EngineFile) => decodeUtf8(path, bytes);
  const given = parseLinks(links.input.path, read(links.input), links.first);
  const wanted = parseGold(input.path, read(input), { format, first });
  const lenient = compat === 'simalign';
  const judged = judgeLinks(given, wanted, { lenient, ...(words && { words }) });
  const scores = alignmentScores(judged.pairs);
  const all = judged.pairs.flatMap((pair) => pair.links);
  const scored = all.filter(({ score }) => score !== undefined).length;
  return {
    pairs: judged.pairs.length,
    scores,
    fAlpha: { alpha, value: fAlpha(scores, alpha) },
    simalign: lenient ? simalignScores(scores.counts) : null,
    curve: scored > 0 && scored === all.length ? thresholdCurve(judged.pairs) : null,
    notes: [
      ...notesOf(judged, wanted.nulls, input.path),
      ...(scored > 0 && scored < all.length
        ? [`${all.length - scored} of ${all.length} links have no score: no curve`]
        : []),
    ],
  };
}

function notesOf({ missing, skipped, unlisted }: JudgedLinks, nulls: number, gold: string) {
  const notes: string[] = [];
  if (missing > 0) notes.push(`${missing} sentences of ${gold} have no links; they cost recall`);
  if (skipped > 0) notes.push(`${skipped} lines of links are not in ${gold} and were not read`);
  if (unlisted > 0)
    notes.push(`${unlisted} sentences are not in ${gold}; all of their links count as wrong`);
  if (nulls > 0) notes.push(`${nulls} links to NULL in ${gold} are left out`);
  return notes;
}
