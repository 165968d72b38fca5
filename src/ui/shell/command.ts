import type { AppState } from '../../app';

/** Something the palette offers and, where it has keys, the keyboard does. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** Heading in the palette and the list of shortcuts. */
  readonly group: string;
  /** As `useHotkeys` spells them; single keys can be turned off (WCAG 2.1.4). */
  readonly keys?: readonly string[];
  /** Whether it makes sense now; the default is always. */
  readonly when?: (state: AppState) => boolean;
  readonly run: () => void;
}

/** Keys as people read them: `mod+Shift+Z` is Ctrl+Shift+Z, or ⌘⇧Z on a Mac. */
export function shownKeys(keys: string, isMac: boolean): string {
  const names: Readonly<Record<string, string>> = isMac
    ? { mod: '⌘', shift: '⇧', alt: '⌥' }
    : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt' };
  const parts = keys.split('+').map((key) => names[key.toLowerCase()] ?? key.toUpperCase());
  return parts.join(isMac ? '' : '+');
}

/** Whether keys are one plain key, which may clash with what assistive technology listens to. */
export function isSingleKey(keys: string): boolean {
  return !/^(?:mod|alt|ctrl|meta)\+/i.test(keys);
}
