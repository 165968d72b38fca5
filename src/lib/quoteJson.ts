/**
 * A value of JSON as an error shows it, cut after `most` UTF-16 units. Never throws: a file may nest values deeper than
 * `JSON.stringify` can follow.
 */
export function quoteJson(value: unknown, most = 60): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = Array.isArray(value) ? 'a list of many levels' : 'an object of many levels';
  }
  return text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text;
}
