import { shown } from '../problems';

/** Gives the object of a JSON text, or what is wrong. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `found ${shown(text)}, wanted JSON`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `found ${shown(value)}, wanted a JSON object`;
  return value as Readonly<Record<string, unknown>>;
}

/** Gives an id as text: a string that UTF-8 can carry, or a whole number; else undefined. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? `${value}` : undefined;
  return typeof value === 'string' && value !== '' && value.isWellFormed() ? value : undefined;
}
