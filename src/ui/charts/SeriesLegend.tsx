import { useComputedColorScheme } from '@mantine/core';
import { type Method, methodName, methodStyle } from '../../app';
import { MarkerShape } from './MarkerShape';
import classes from './SeriesLegend.module.css';

/** Which mark is which method. */
export function SeriesLegend({ series }: { readonly series: readonly (Method | 'ranker')[] }) {
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <ul className={classes.legend}>
      {series.map((id) => (
        <li key={id}>
          <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true">
            <MarkerShape
              marker={methodStyle(id).marker}
              colour={methodStyle(id)[dark ? 'dark' : 'light']}
              x={0}
              y={0}
            />
          </svg>
          {id === 'ranker' ? 'English ranker' : methodName(id)}
        </li>
      ))}
    </ul>
  );
}
