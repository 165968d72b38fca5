import type { ReactNode } from 'react';
import classes from './PointTooltip.module.css';

/** What a point says when it is hovered. */
export interface PointText {
  readonly title: string;
  readonly lines: readonly string[];
}

interface Props {
  /** Recharts gives these. */
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: { readonly tip?: PointText } }[];
}

/** The numbers of one point. */
export function PointTooltip({ active, payload }: Props): ReactNode {
  const tip = payload?.find((one) => one.payload?.tip)?.payload?.tip;
  if (!active || !tip) return null;
  return (
    <div className={classes.tooltip} role="status">
      <strong>{tip.title}</strong>
      {tip.lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </div>
  );
}
