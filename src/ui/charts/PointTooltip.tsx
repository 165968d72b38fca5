import { languageLabel, methodName, type ResultRow, showInterval, showMap } from '../../app';
import classes from './PointTooltip.module.css';

interface Props {
  /** Recharts gives these. */
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: { readonly row?: ResultRow } }[];
}

/** The numbers of one point. */
export function PointTooltip({ active, payload }: Props) {
  const row = payload?.[0]?.payload?.row;
  if (!active || !row) return null;
  return (
    <div className={classes.tooltip} role="status">
      <strong>
        {methodName(row.method)} · {languageLabel(row.language)}
      </strong>
      <div>
        MAP × 100: {showMap(row.map)} {showInterval(row.ci)}
      </div>
      <div>
        {row.queries} queries, {row.ties} ties
      </div>
    </div>
  );
}
