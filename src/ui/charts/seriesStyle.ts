import { languageColour, methodStyle, type Series } from '../../app';

/** Seeds of one method share its colour and differ in their dashes. */
const DASHES = ['6 3', '0', '2 3', '8 3 2 3'];

/** @param place of the line where colours tell languages apart; null where they tell methods apart. */
export function lineStyle(
  { stage, seed }: Pick<Series, 'stage' | 'seed'>,
  place: number | null,
  scheme: 'light' | 'dark',
): { readonly colour: string; readonly dash: string } {
  const dash = DASHES[seed % DASHES.length]!;
  const colour = place === null ? methodStyle(stage)[scheme] : languageColour(place, scheme);
  return { colour, dash };
}
