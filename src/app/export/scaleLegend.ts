import { type ColourTable, valueAt } from '../colourScale';
import { formatNumber, withMinus } from '../format';
import type { ShownMatrix } from '../matrix';
import type { ScaleLegend } from './pictureWords';

const TICKS = [0, 0.25, 0.5, 0.75, 1];
const SCALES = { linear: 'linear', sqrt: 'square-root', log: 'logarithmic' } as const;

/** The legend of the colours that a matrix is drawn in. */
export function scaleLegend(
  matrix: Pick<ShownMatrix, 'domain' | 'scale' | 'diverging' | 'unit'>,
  colours: ColourTable,
): ScaleLegend {
  return {
    label: `${matrix.unit}, ${SCALES[matrix.scale]} colours`,
    colours: colours.filter((_, k) => k % 15 === 0),
    ticks: TICKS.map((tick) => tickText(valueAt(tick, matrix))),
  };
}

function tickText(value: number): string {
  const short = Number(value.toPrecision(3));
  return Math.abs(short) >= 0.001 || short === 0 ? withMinus(String(short)) : formatNumber(value);
}
