import { type App, REPORT_FORMATS, reportOf } from '../../app';
import type { Command } from './command';

/** What can be done on the Gap screen. */
export function gapKeys(app: App): Command[] {
  const group = 'Gap';
  const when: Command['when'] = (state) => state.view === 'gap' && reportOf(state, 'a') !== null;
  return [
    {
      ...{ id: 'gap-exchange', label: 'Exchange methods A and B', group, when },
      run: () => {
        const { from, to } = app.store.getState().look;
        if (from !== null && to !== null) app.look.set({ from: to, to: from });
        else app.notify('Choose both methods first.', true);
      },
    },
    {
      ...{ id: 'gap-groups', label: 'Groups of the report again', group, when },
      run: () => app.look.set({ high: null, low: null }),
    },
    ...REPORT_FORMATS.map(
      (format): Command => ({
        ...{ id: `gap-save-${format}`, label: `Save report.${format}`, group, when },
        run: () => app.report.save(format),
      }),
    ),
  ];
}
