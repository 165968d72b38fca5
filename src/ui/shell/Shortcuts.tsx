import { type HotkeyItem, useHotkeys, useLocalStorage } from '@mantine/hooks';
import { useApp } from '../appContext';
import { type Command, isSingleKey } from './command';

/** Whether single keys act; remembered. */
export function useSingleKeys() {
  return useLocalStorage({ key: 'optical-bench.single-keys', defaultValue: true });
}

/** Listens to the keyboard outside of text fields. */
export function Shortcuts({ commands }: { readonly commands: readonly Command[] }) {
  const app = useApp();
  const [single] = useSingleKeys();
  const items = commands.flatMap(({ keys = [], when, run }) =>
    keys
      .filter((key) => single || !isSingleKey(key))
      .map((key): HotkeyItem => {
        const act = () => {
          if (when?.(app.store.getState()) ?? true) run();
        };
        return [key, act, { preventDefault: true }];
      }),
  );
  useHotkeys(items);
  return null;
}
