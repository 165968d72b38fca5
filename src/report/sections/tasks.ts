import type { MakeSections } from './types';

/** What was asked, and how it was judged. */
export const taskSections: MakeSections = ({ tasks }) =>
  tasks.length === 0
    ? []
    : [
        {
          title: 'Tasks',
          table: {
            head: [
              '',
              'relevant',
              'documents',
              'queries',
              'without a relevant one',
              'relevant each',
            ],
            rows: tasks.map((row) => [
              row.title,
              row.relevance,
              `${row.documents}`,
              `${row.queries}`,
              `${row.skipped}`,
              row.relevant.toFixed(1),
            ]),
          },
        },
      ];
