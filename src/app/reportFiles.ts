// Loaded when a report is first saved: renderers weigh as much as a screen.
import {
  renderReportHtml,
  renderReportLatex,
  renderReportMarkdown,
  type StudyReport,
} from '../report';

/** A whole report as a file's text. */
export function renderedReport(
  report: StudyReport,
  format: 'json' | 'html' | 'md' | 'tex',
): string {
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
