import { parseTree, topSlots } from '../parseTree';
import type { Utterance } from '../types';

/**
 * Names of slots that the parse has more often than `slots`: XSemPLR's packaging has no offsets, and a slot whose
 * words are not found at one place has none here either. Such a name says nothing about where its tokens are.
 *
 * @returns each once, in the order of the parse; none where there is no parse.
 * @throws ParseError if the parse does not parse.
 */
export function unlocatedSlots({ parse, slots }: Pick<Utterance, 'parse' | 'slots'>): string[] {
  if (parse === '') return [];
  const left = new Map<string, number>();
  for (const { label } of topSlots(parseTree(parse))) left.set(label, (left.get(label) ?? 0) + 1);
  for (const { name } of slots) left.set(name, (left.get(name) ?? 0) - 1);
  return [...left].filter(([, count]) => count > 0).map(([name]) => name);
}
