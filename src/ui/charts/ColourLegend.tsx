import { type ColourTable, formatNumber, type ShownMatrix, valueAt, withMinus } from '../../app';
import classes from './ColourLegend.module.css';

interface Props {
  readonly colours: ColourTable;
  readonly matrix: ShownMatrix;
}

const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** The colour ramp with numbers. */
export function ColourLegend({ colours, matrix }: Props) {
  const stops = colours.filter((_, k) => k % 15 === 0).join(', ');
  return (
    <figure className={classes.legend}>
      <figcaption>
        {matrix.unit}
        {matrix.scale !== 'linear' && `, ${SCALE[matrix.scale]} colours`}
      </figcaption>
      <div className={classes.ramp} style={{ background: `linear-gradient(to right, ${stops})` }} />
      <div className={classes.ticks}>
        {TICKS.map((tick) => (
          <span key={tick}>{tickLabel(valueAt(tick, matrix))}</span>
        ))}
      </div>
    </figure>
  );
}

const SCALE = { sqrt: 'square-root', log: 'logarithmic' } as const;

function tickLabel(value: number): string {
  const short = Number(value.toPrecision(3));
  return Math.abs(short) >= 0.001 || short === 0 ? withMinus(String(short)) : formatNumber(value);
}
