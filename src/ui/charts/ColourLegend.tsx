import type { ColourTable } from '../../app';
import classes from './ColourLegend.module.css';

interface Props {
  readonly colours: ColourTable;
  readonly domain: readonly [number, number];
  readonly label: string;
}

const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** The colour ramp with numbers. */
export function ColourLegend({ colours, domain: [least, most], label }: Props) {
  const stops = colours.filter((_, k) => k % 15 === 0).join(', ');
  return (
    <figure className={classes.legend}>
      <figcaption>{label}</figcaption>
      <div className={classes.ramp} style={{ background: `linear-gradient(to right, ${stops})` }} />
      <div className={classes.ticks}>
        {TICKS.map((tick) => (
          <span key={tick}>{Number((least + tick * (most - least)).toFixed(3))}</span>
        ))}
      </div>
    </figure>
  );
}
