/** Something that happened in a run. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: 'stage' | 'note' | 'alarm';
  readonly text: string;
}

/** Older entries make room. */
const MOST_ENTRIES = 500;

/** Adds what happened; the same text twice in a row is said once. */
export function appendLog(log: readonly LogEntry[], entry: LogEntry): readonly LogEntry[] {
  if (log.at(-1)?.text === entry.text) return log;
  return [...log, entry].slice(-MOST_ENTRIES);
}
