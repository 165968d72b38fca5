import type { ExportTable } from '../export/exportTable';
import type { Series } from './curveModel';

/** Every point of a chart in long form, in full precision; made where it is looked at or saved. */
export function seriesTable(
  name: string,
  caption: string,
  value: { readonly key: string; readonly label: string; readonly digits?: number },
  series: readonly Series[],
  about: ExportTable['about'] = {},
): ExportTable {
  const rawToo = series.some(({ raw }) => raw !== undefined);
  let rows: ExportTable['rows'] | undefined;
  return {
    ...{ name, caption, about },
    columns: [
      { key: 'line', label: 'Line' },
      { key: 'step', label: 'Step' },
      value,
      ...(rawToo ? [{ key: 'smoothed', label: 'Smoothed' }] : []),
    ],
    get rows() {
      rows ??= series.flatMap((one) => rowsOf(one, rawToo));
      return rows;
    },
  };
}

function rowsOf({ id, points, raw }: Series, rawToo: boolean): ExportTable['rows'] {
  if (!rawToo) return points.map(({ step, value }) => [id, step, value]);
  return [
    ...(raw ?? []).map(({ step, value }) => [id, step, value, 'no']),
    ...points.map(({ step, value }) => [id, step, value, 'yes']),
  ];
}
