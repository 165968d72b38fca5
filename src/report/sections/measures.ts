import { methodName, showMap } from '../format';
import { methodsOf, tasksOf } from '../select';
import { taskTitle } from '../taskTitles';
import type { MakeSections } from './types';

/** Measures besides MAP: means over the languages beside English. */
export const measureSections: MakeSections = (report) =>
  tasksOf(report).flatMap((task) => {
    const own = report.measures.filter((row) => row.task === task && row.language !== 'en');
    const measures = [...new Set(own.map(({ measure }) => measure))];
    if (measures.length === 0) return [];
    const rows = methodsOf(report).flatMap((method) => {
      const ofMethod = own.filter((row) => row.method === method);
      if (ofMethod.length === 0) return [];
      const cells = measures.map((measure) => {
        const values = ofMethod.flatMap((row) =>
          row.measure === measure && row.value !== null ? [row.value] : [],
        );
        const sum = values.reduce((total, value) => total + value, 0);
        return showMap(values.length > 0 ? sum / values.length : null);
      });
      return [[methodName(method), ...cells]];
    });
    return [
      {
        title: `Other measures, ${taskTitle(task, report.topic)}`,
        text: 'Times 100, means over seeds and over the languages beside English; nDCG with the gain of trec_eval (the grade), nDCG-burges with 2^grade − 1.',
        table: { head: ['', ...measures], rows },
      },
    ];
  });
