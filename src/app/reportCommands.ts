import {
  renderReportHtml,
  renderReportLatex,
  renderReportMarkdown,
  type StudyReport,
} from '../report';
import { saveFile } from './saveFile';
import { reportOf } from './state';
import type { AppStore } from './store';

/** What a whole report can be saved as; `html` is an offline page with charts. */
export const REPORT_FORMATS = ['json', 'html', 'md', 'tex'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What can be done with run A's report. */
export interface ReportCommands {
  save(format: ReportFormat): void;
}

export function reportCommands(store: AppStore): ReportCommands {
  return {
    save: (format) => {
      const report = reportOf(store.getState(), 'a');
      if (report) saveFile(`report.${format}`, TYPES[format], rendered(report, format));
    },
  };
}

const TYPES: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json',
  html: 'text/html',
  md: 'text/markdown',
  tex: 'application/x-tex',
};

function rendered(report: StudyReport, format: ReportFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'html':
      return renderReportHtml(report);
    case 'md':
      return renderReportMarkdown(report);
    case 'tex':
      return renderReportLatex(report);
  }
}
