import { saveFile } from './saveFile';
import { reportOf } from './state';
import type { AppStore } from './store';

/** What a whole report can be saved as; `html` is an offline page with charts. */
export const REPORT_FORMATS = ['json', 'html', 'md', 'tex'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What can be done with run A's report. */
export interface ReportCommands {
  save(format: ReportFormat): Promise<void>;
}

export function reportCommands(store: AppStore): ReportCommands {
  return {
    save: async (format) => {
      const report = reportOf(store.getState(), 'a');
      if (!report) return;
      const { renderedReport } = await import('./reportFiles');
      saveFile(`report.${format}`, TYPES[format], renderedReport(report, format));
    },
  };
}

const TYPES: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json',
  html: 'text/html',
  md: 'text/markdown',
  tex: 'application/x-tex',
};
