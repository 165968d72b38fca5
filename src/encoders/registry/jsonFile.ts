import { ParseError } from '../../lib';

/** The fields of a JSON file; each getter names file and field where it finds something else. */
export class JsonFile {
  readonly #fields: ReadonlyMap<string, unknown>;

  constructor(
    fields: object,
    readonly file: string,
  ) {
    this.#fields = new Map(Object.entries(fields));
  }

  get(field: string): unknown {
    return this.#fields.get(field) ?? undefined;
  }

  fail(field: string, detail: string): ParseError {
    return new ParseError(this.file, 0, field, detail);
  }

  text(field: string): string | undefined {
    return this.#typed(field, 'string', 'a string');
  }

  flag(field: string): boolean | undefined {
    return this.#typed(field, 'boolean', 'true or false');
  }

  /** A positive whole number. */
  count(field: string): number | undefined {
    const value = this.get(field);
    if (value === undefined || (Number.isSafeInteger(value) && Number(value) > 0))
      return value as number | undefined;
    throw this.fail(field, `found ${JSON.stringify(value)}, want a positive whole number`);
  }

  texts(field: string): readonly string[] | undefined {
    const value = this.get(field);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw this.fail(field, `found ${JSON.stringify(value)}, want a list of strings`);
  }

  /** A list of objects. */
  objects(field: string): readonly JsonFile[] | undefined {
    const value = this.get(field);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null))
      return value.map((item: object) => new JsonFile(item, this.file));
    throw this.fail(field, `found ${JSON.stringify(value)}, want a list of objects`);
  }

  #typed<T>(field: string, type: string, wanted: string): T | undefined {
    const value = this.get(field);
    if (value === undefined || typeof value === type) return value as T | undefined;
    throw this.fail(field, `found ${JSON.stringify(value)}, want ${wanted}`);
  }
}

/** @throws ParseError if `text` is no JSON object. */
export function parseJsonFile(text: string, file: string): JsonFile {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new ParseError(file, 0, '', `not JSON: ${(cause as Error).message}`);
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
    return new JsonFile(parsed, file);
  throw new ParseError(file, 0, '', 'want a JSON object');
}
