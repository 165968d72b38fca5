import type { ThriftStruct, ThriftValue } from './thrift';

/** Gives a field that is a count. @throws RangeError unless it is a whole number of 0 to `most`. */
export function countOf(fields: ThriftStruct, id: number, most: number, what: string): number {
  const value = fields.get(id);
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most)
    return value;
  throw new RangeError(`${String(value)} ${what}, wanted at most ${most}`);
}

/** Gives a field that is a struct. @throws RangeError if it is none. */
export function structOf(fields: ThriftStruct, id: number): ThriftStruct {
  const value = fields.get(id);
  if (value instanceof Map) return value;
  throw new RangeError('a page without its header');
}

/** Gives the fields 1 to `last`, which are numbers; 0 where one is missing. */
export function wholeNumbers(fields: ThriftStruct, last: number): Map<number, ThriftValue> {
  return new Map(
    Array.from({ length: last }, (_, at) => [at + 1, Number(fields.get(at + 1) ?? 0)]),
  );
}
