import { NativeSelect } from '@mantine/core';
import { formatNumber, type GradientKind, type Picture } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from './AlignDetails.module.css';

const MOST = 12;

/** Where a step against the gradient moves the student's tokens: how far, and towards which token. */
export function GradientList({ picture }: { readonly picture: Picture }) {
  const app = useApp();
  const kind = useAppState((state) => state.look.gradient);
  const balanced = useAppState((state) => state.look.marginals === 'balanced');
  const { field } = picture;
  if (!field) return null;
  const [rows, columns] = [picture.rows.sentence, picture.columns.sentence];
  const most = Math.max(...field.lengths, 1e-12);
  const order = [...field.lengths.keys()]
    .sort((a, b) => field.lengths[b]! - field.lengths[a]!)
    .slice(0, MOST)
    .sort((a, b) => a - b);
  return (
    <div>
      <NativeSelect
        size="xs"
        label="Gradient of ⟨P,C⟩ by the student’s tokens"
        value={balanced ? kind : 'plan-fixed'}
        onChange={(event) => app.look.set({ gradient: event.currentTarget.value as GradientKind })}
        data={[
          { value: 'plan-fixed', label: 'plan held fixed (OPTICAL)' },
          { value: 'implicit', label: 'through the plan (implicit)', disabled: !balanced },
        ]}
      />
      <ul className={classes.pulls} aria-label="Pull on each student token">
        {order.map((column) => (
          <li key={column} className={classes.bar}>
            <bdi lang={columns.language} dir="auto">
              {columns.tokens[column]?.text}
            </bdi>
            <span className={classes.track}>
              <span style={{ width: `${(100 * field.lengths[column]!) / most}%` }} />
            </span>
            <span className={classes.number}>{formatNumber(field.lengths[column]!)}</span>
            <span className={classes.pull}>
              {field.pulledTo[column]! < 0 ? (
                'stays'
              ) : (
                <>
                  → <bdi lang={rows.language}>{rows.tokens[field.pulledTo[column]!]?.text}</bdi>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
