import { ParseError } from '../../lib';
import type { TextOrigin } from '../parseTree';
import type { TokenSpan } from './slotSpans';

/** Column 8 of MTOP, read. */
export interface MtopTokens {
  readonly tokens: readonly TokenSpan[];
  /** True where a quote token had broken the JSON. */
  readonly repaired: boolean;
}

/**
 * Gives the tokens of MTOP's column 8, `{"tokens":["at","7"],"tokenSpans":[{"start":0,"length":2},…]}`.
 * The official train files write a quote token as `"""`, which is no JSON; it is read as `"\""`.
 * Without `tokenSpans` every token has length 0 and decides nothing.
 *
 * @throws ParseError if the text is not such JSON even after the repair.
 */
export function parseTokens(text: string, origin: TextOrigin): MtopTokens {
  const plain = readTokens(text);
  if (plain) return { tokens: plain, repaired: false };
  const repaired = readTokens(text.replaceAll('"""', '"\\""'));
  if (repaired) return { tokens: repaired, repaired: true };
  const found = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  throw new ParseError(
    origin.file,
    origin.line,
    origin.field,
    `found ${found}, wanted JSON like {"tokens":["at","7"]}`,
  );
}

function readTokens(text: string): TokenSpan[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { tokens, tokenSpans } = value as { tokens?: unknown; tokenSpans?: unknown };
  if (!Array.isArray(tokens) || !tokens.every((token) => typeof token === 'string'))
    return undefined;
  const spans: unknown[] = Array.isArray(tokenSpans) ? tokenSpans : [];
  return tokens.map((token: string, i) => ({ token, ...placeOf(spans[i]) }));
}

function placeOf(span: unknown): { start: number; length: number } {
  const { start, length } = (span ?? {}) as { start?: unknown; length?: unknown };
  return typeof start === 'number' && typeof length === 'number'
    ? { start, length }
    : { start: 0, length: 0 };
}
