import { isTooDeep } from '../jsonDepth';

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What becomes of Parquet's own types, beside what hyparquet makes of numbers. */
export const PARSERS = {
  stringFromBytes: (bytes: Uint8Array) => textOf(bytes),
  jsonFromBytes: (bytes: Uint8Array) => jsonOf(textOf(bytes)),
};

/** Text, or a copy of bytes that are none. */
function textOf(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  try {
    return DECODER.decode(bytes);
  } catch {
    return bytes.slice();
  }
}

function jsonOf(text: unknown): unknown {
  if (typeof text !== 'string' || isTooDeep(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Gives a decoded value as JSON has it: whole numbers of 64 bits as a number where it is exact, else as text; a struct as
 * an object without prototype; lists as arrays; dates as ISO 8601; bytes that are UTF-8 as text.
 */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : `${value}`;
  }
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (value instanceof Uint8Array) return textOf(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(plainValue);
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, field] of Object.entries(value)) fields[name] = plainValue(field);
  return fields;
}
