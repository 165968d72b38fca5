import type { App } from '../../app';
import type { Command } from './command';

/** What can be done on the Train screen. */
export function trainKeys(app: App): Command[] {
  const group = 'Train';
  const when: Command['when'] = ({ view }) => view === 'train';
  const whileRunning: Command['when'] = ({ study }) => study.running;
  return [
    {
      ...{ id: 'run', label: 'Start, pause or resume the study', group, when, keys: ['space'] },
      run: app.study.toggle,
    },
    {
      ...{ id: 'step', label: 'Take one training step', group, keys: ['.'] },
      when: (state) => when(state) && whileRunning(state),
      run: () => void app.study.step(),
    },
    {
      ...{ id: 'stop', label: 'Stop the study', group, when: whileRunning },
      run: () => void app.study.cancel(),
    },
    {
      ...{ id: 'save-config', label: 'Save the study’s config', group, when },
      run: app.study.saveConfig,
    },
  ];
}
