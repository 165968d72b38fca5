import { slotsOfSpans } from '../../data';
import type { Sentence } from '../alignProblem';

/** Consecutive tokens of one slot, end exclusive. */
export interface SlotBlock {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** [tokens], name of each token's slot, null outside all. */
export function slotsOfTokens({ tokens, spans, slots }: Sentence): (string | null)[] {
  return spans ? slotsOfSpans(spans, slots) : tokens.map(() => null);
}

/** The stretches of a sentence that are in a slot. */
export function slotBlocks(sentence: Sentence): SlotBlock[] {
  const blocks: SlotBlock[] = [];
  slotsOfTokens(sentence).forEach((name, token, all) => {
    if (name === null) return;
    const last = blocks.at(-1);
    if (last && token > 0 && all[token - 1] === name)
      blocks[blocks.length - 1] = { ...last, to: token + 1 };
    else blocks.push({ name, from: token, to: token + 1 });
  });
  return blocks;
}
