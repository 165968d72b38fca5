import type { ExportTable } from '../export/exportTable';
import type { Series } from './curveModel';

/** The points of a chart in long form, as they are drawn. */
export function seriesTable(
  name: string,
  caption: string,
  value: { readonly key: string; readonly label: string; readonly digits?: number },
  series: readonly Series[],
  about: ExportTable['about'] = {},
): ExportTable {
  const rawToo = series.some(({ raw }) => raw !== undefined);
  return {
    ...{ name, caption, about },
    columns: [
      { key: 'line', label: 'Line' },
      { key: 'step', label: 'Step' },
      value,
      ...(rawToo ? [{ key: 'smoothed', label: 'Smoothed' }] : []),
    ],
    rows: series.flatMap(({ id, points, raw }) =>
      rawToo
        ? [
            ...(raw ?? []).map((point) => [id, point.step, point.value, 'no']),
            ...points.map((point) => [id, point.step, point.value, 'yes']),
          ]
        : points.map((point) => [id, point.step, point.value]),
    ),
  };
}
