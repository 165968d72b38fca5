/** A file that cannot be read as what it claims to be; the message names file, line, field, found and wanted. */
export class ParseError extends Error {
  constructor(
    readonly file: string,
    /** 1-based; 0 for the whole file. */
    readonly line: number,
    readonly field: string,
    /** The message without the place. */
    readonly detail: string,
  ) {
    super(`${file}${line > 0 ? `, line ${line}` : ''}${field ? `, ${field}` : ''}: ${detail}`);
    this.name = 'ParseError';
  }
}
