/** Something that happened in a run. */
export interface LogEntry {
  /** Counts up. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'stage' | 'note' | 'alarm';
  readonly text: string;
}

/** Older entries make room. */
const MOST_ENTRIES = 500;

/** Adds what happened; the same text twice in a row is said once. */
export function appendLog(
  log: readonly LogEntry[],
  entry: Omit<LogEntry, 'id'>,
): readonly LogEntry[] {
  const last = log.at(-1);
  if (last?.text === entry.text) return log;
  return [...log, { ...entry, id: (last?.id ?? 0) + 1 }].slice(-MOST_ENTRIES);
}
