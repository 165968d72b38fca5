import { ActionIcon } from '@mantine/core';
import { useApp } from '../appContext';
import { Icon } from './Icon';

interface Props {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

/** Palette, keyboard help, link. */
export function BarButtons({ onPalette, onHelp }: Props) {
  const app = useApp();
  const buttons = [
    { name: 'search', label: 'Commands (Ctrl+K)', run: onPalette },
    { name: 'share', label: 'Copy a link to this view', run: () => void app.copyLink() },
    { name: 'help', label: 'Keyboard shortcuts (?)', run: onHelp },
  ] as const;
  return buttons.map(({ name, label, run }) => (
    <ActionIcon
      key={name}
      variant="default"
      size="md"
      aria-label={label}
      title={label}
      onClick={run}
    >
      <Icon name={name} size={16} />
    </ActionIcon>
  ));
}
