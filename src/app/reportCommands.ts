import { renderReportHtml } from '../report';
import { messageOf } from './engine';
import type { LocalFile } from './localFiles';
import { parseReport } from './parseReport';
import { saveFile } from './saveFile';
import { type AppStore, patch } from './store';

/** What the gap screen can do. */
export interface ReportCommands {
  open(file: LocalFile): Promise<void>;
  saveJson(): void;
  /** Saves the offline page with charts. */
  saveHtml(): void;
}

export function reportCommands(store: AppStore): ReportCommands {
  return {
    open: async (file) => {
      try {
        const report = parseReport(await file.blob.text());
        patch(store, 'report', { report, origin: file.path, error: null });
        store.setState({ view: 'gap' });
      } catch (error) {
        patch(store, 'report', { error: `${file.path}: ${messageOf(error)}` });
      }
    },
    saveJson: () => {
      const { report } = store.getState().report;
      if (report) saveFile('report.json', 'application/json', JSON.stringify(report, null, 2));
    },
    saveHtml: () => {
      const { report } = store.getState().report;
      if (report) saveFile('report.html', 'text/html', renderReportHtml(report));
    },
  };
}
