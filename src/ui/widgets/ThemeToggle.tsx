import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { Icon } from './Icon';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;

/** Goes through automatic, light and dark; remembered. */
export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const label = `Theme: ${colorScheme}. Switch to ${NEXT[colorScheme]}.`;
  return (
    <ActionIcon
      variant="default"
      size="md"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(NEXT[colorScheme])}
    >
      <Icon name={colorScheme} size={16} />
    </ActionIcon>
  );
}
