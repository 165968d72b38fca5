import { type HotkeyItem, useHotkeys, useLocalStorage } from '@mantine/hooks';
import { useApp } from '../appContext';
import { type Command, isSingleKey } from './command';

/** Whether single keys act; remembered. */
export function useSingleKeys() {
  return useLocalStorage({ key: 'optical-bench.single-keys', defaultValue: true });
}

/** Whether the space bar means something to what has the focus. */
function ownsSpace(target: EventTarget | null): boolean {
  const owners = 'button, a, summary, input, select, textarea, [role], [tabindex]';
  return target instanceof Element && target !== document.body && target.closest(owners) !== null;
}

/** Listens to the keyboard outside of text fields. */
export function Shortcuts({ commands }: { readonly commands: readonly Command[] }) {
  const app = useApp();
  const [single] = useSingleKeys();
  const items = commands.flatMap(({ keys = [], when, run }) =>
    keys
      .filter((key) => single || !isSingleKey(key))
      .map((key): HotkeyItem => {
        const act = (event: KeyboardEvent) => {
          if (!(when?.(app.store.getState()) ?? true)) return;
          if (key === 'space' && ownsSpace(event.target)) return;
          event.preventDefault();
          run();
        };
        return [key, act, { preventDefault: false }];
      }),
  );
  useHotkeys(items);
  return null;
}
