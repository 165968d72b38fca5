const MINUS = '\u2212';

/** A signed number with real minus signs, that of an exponent too, so that columns line up. */
export function withMinus(text: string): string {
  return text.replaceAll('-', MINUS);
}

/** A measured number with three significant digits, small ones as powers of ten: `3.1e−6`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-3 || size >= 1e5) return withMinus(value.toExponential(1));
  return withMinus(value.toPrecision(3));
}

/** Points of MAP × 100 with one digit after the point: `63.4`, `−1.2`. */
export function showPoints(value: number): string {
  return withMinus(value.toFixed(1));
}

/** Milliseconds of one computation: `0.42 ms`, `12 ms`, `3.1 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(milliseconds < 1 ? 2 : 1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Seconds that are left: `0:31`, `12:05`, `1:02:07`. */
export function formatEta(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return '–:––';
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const tail = String(whole % 60).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** A count with thin groups: `12 345`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB').replaceAll(',', '\u202f');
}

/** Bytes in binary units: `3.2 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const power = Math.min(3, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(1)} ${['B', 'KiB', 'MiB', 'GiB'][power]}`;
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** Milliseconds since 1970 as `30 Nov 2026, 06:45`, in the reader's time zone. */
export function formatDate(milliseconds: number): string {
  return DATE.format(milliseconds);
}
