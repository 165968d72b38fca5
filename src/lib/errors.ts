/** A file may have a field of millions of characters; a message that quotes it must stay one that is read. */
const MOST = { field: 200, detail: 4000 } as const;

/** A file that cannot be read as what it claims to be; the message names file, line, field, found and wanted. */
export class ParseError extends Error {
  readonly field: string;
  /** The message without the place. */
  readonly detail: string;

  constructor(
    readonly file: string,
    /** 1-based; 0 for the whole file. */
    readonly line: number,
    field: string,
    detail: string,
  ) {
    const [shortField, shortDetail] = [cut(field, MOST.field), cut(detail, MOST.detail)];
    const place = `${line > 0 ? `, line ${line}` : ''}${shortField ? `, ${shortField}` : ''}`;
    super(`${file}${place}: ${shortDetail}`);
    this.name = 'ParseError';
    this.field = shortField;
    this.detail = shortDetail;
  }
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text;
}
