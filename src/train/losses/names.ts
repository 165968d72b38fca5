import { LOSS_NAMES, type LossName, type LossTerm } from './types';

/**
 * Reads a weighted sum of losses: names joined by `+`, each with a factor before it where it is not 1, such as
 * `ot+0.5*mse`. Blanks do not matter.
 *
 * @throws RangeError naming the unknown term and the known ones; if a factor is not a positive finite number, or a
 *   loss occurs twice.
 */
export function parseLoss(text: string): LossTerm[] {
  const terms: LossTerm[] = [];
  for (const part of text.split('+')) {
    const term = parseTerm(text, part);
    if (terms.some(({ name }) => name === term.name))
      throw new RangeError(`loss '${text}': ${term.name} occurs twice`);
    terms.push(term);
  }
  return terms;
}

function parseTerm(text: string, part: string): LossTerm {
  const pieces = part.split('*').map((piece) => piece.trim());
  const name = pieces.at(-1)!;
  if (pieces.length > 2) throw new RangeError(`loss '${text}': '${part}' has more than one factor`);
  if (!isLossName(name))
    throw new RangeError(
      `loss '${text}': unknown term '${name}', known are ${LOSS_NAMES.join(', ')}`,
    );
  const factor = pieces.length === 2 ? pieces[0]! : '1';
  const weight = factor === '' ? Number.NaN : Number(factor);
  if (!(weight > 0 && weight < Infinity))
    throw new RangeError(
      `loss '${text}': the factor of ${name} must be a positive number, got '${factor}'`,
    );
  return { name, weight };
}

function isLossName(name: string): name is LossName {
  return (LOSS_NAMES as readonly string[]).includes(name);
}

/** What `parseLoss` reads back as the same terms. */
export function lossName(terms: readonly LossTerm[]): string {
  return terms
    .map(({ name, weight }) => (weight === 1 ? name : `${decimal(weight)}*${name}`))
    .join('+');
}

/** Without the `+` of an exponent, which joins terms. */
function decimal(weight: number): string {
  return `${weight}`.replace('e+', 'e');
}
