import type { ScaleLegend } from '../../app';
import classes from './ColourLegend.module.css';

/** The colour ramp with numbers. */
export function ColourLegend({
  scale: { label, colours, ticks },
}: {
  readonly scale: ScaleLegend;
}) {
  return (
    <figure className={classes.legend}>
      <figcaption>{label}</figcaption>
      <div
        className={classes.ramp}
        style={{ background: `linear-gradient(to right, ${colours.join(', ')})` }}
      />
      <div className={classes.ticks}>
        {ticks.map((tick, k) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a tick is its place
          <span key={k}>{tick}</span>
        ))}
      </div>
    </figure>
  );
}
