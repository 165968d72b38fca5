import '@mantine/spotlight/styles.css';
import { Spotlight } from '@mantine/spotlight';
import { useApp } from '../appContext';
import { type Command, shownKeys } from './command';
import { isMac } from './isMac';

/** Every command by its name (Ctrl+K). */
export function Palette({ commands }: { readonly commands: readonly Command[] }) {
  const app = useApp();
  const now = commands.filter(({ when }) => when?.(app.store.getState()) ?? true);
  const groups = [...new Set(now.map(({ group }) => group))];
  return (
    <Spotlight
      shortcut="mod + K"
      nothingFound="No such command."
      highlightQuery
      scrollable
      maxHeight={420}
      searchProps={{ placeholder: 'What do you want to do?', 'aria-label': 'Command' }}
      actions={groups.map((group) => ({
        group,
        actions: now
          .filter((command) => command.group === group)
          .map(({ id, label, keys, run }) => ({
            id,
            label,
            description: keys?.map((key) => shownKeys(key, isMac())).join(' or '),
            onClick: run,
          })),
      }))}
    />
  );
}
