import { methodName, showMap } from '../format';
import { tasksOf } from '../select';
import { taskTitle } from '../taskTitles';
import type { MakeSections } from './types';

const SIZED = /^(.*):(\d+)$/;

/** How much bitext a method needs, where it was run on several sizes: `ot:100`, `ot:400`, `ot`. */
export const bitextSizeSections: MakeSections = (report) => {
  const methods = [...new Set(report.results.map(({ method }) => method))];
  const sized = methods.flatMap((method) => {
    const [, name, size] = SIZED.exec(method) ?? [];
    return name && !name.startsWith('imported') ? [{ name, size: Number(size) }] : [];
  });
  if (sized.length === 0) return [];
  const sizes = [...new Set(sized.map(({ size }) => size))].sort((a, b) => a - b);
  return tasksOf(report).map((task) => {
    const mean = (method: string) => {
      const values = report.results.filter(
        (row) =>
          row.task === task && row.method === method && row.seed === null && row.language !== 'en',
      );
      const sum = values.reduce((total, { map }) => total + map, 0);
      return showMap(values.length > 0 ? sum / values.length : null);
    };
    const rows = [...new Set(sized.map(({ name }) => name))].map((name) => [
      methodName(name),
      ...sizes.map((size) => mean(`${name}:${size}`)),
      mean(name),
    ]);
    return {
      title: `Size of the bitext, ${taskTitle(task, report.topic)}`,
      text: `MAP × 100 as a mean over the languages beside English, by pairs a language; zero-shot transfer has ${mean('zero-shot')}.`,
      table: { head: ['', ...sizes.map((size) => `${size}`), 'all'], rows },
    };
  });
};
