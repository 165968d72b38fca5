import { renderReportHtml } from '../report';
import { saveFile } from './saveFile';
import { reportOf } from './state';
import type { AppStore } from './store';

/** What can be saved of run A's report. */
export interface ReportCommands {
  saveJson(): void;
  /** Saves the offline page with charts. */
  saveHtml(): void;
}

export function reportCommands(store: AppStore): ReportCommands {
  const report = () => reportOf(store.getState(), 'a');
  return {
    saveJson: () => {
      const found = report();
      if (found) saveFile('report.json', 'application/json', JSON.stringify(found, null, 2));
    },
    saveHtml: () => {
      const found = report();
      if (found) saveFile('report.html', 'text/html', renderReportHtml(found));
    },
  };
}
