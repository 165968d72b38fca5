import { expect } from 'vitest';
import { ParseError } from '../lib';
import type { NamedBytes, StreamedFile } from './types';

/** A file of UTF-8 text for a reader under test. */
export function textFile(path: string, text: string): NamedBytes {
  return { path, bytes: new TextEncoder().encode(text) };
}

/** The message of the ParseError that `read` throws; fails on any other outcome. */
export function parseErrorOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(ParseError);
    return (error as ParseError).message;
  }
  throw new Error('wanted a ParseError, nothing was thrown');
}

/** Fails unless `read` returns or throws a ParseError. */
export function onlyParseErrors(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(ParseError);
  }
}

const ROW = {
  id: '101',
  intent: 'IN:CREATE_ALARM',
  slots: '13:20:SL:DATE_TIME',
  utterance: 'set an alarm at 7 am',
  domain: 'alarm',
  locale: 'en_XX',
  parse: '[IN:CREATE_ALARM [SL:DATE_TIME at 7 am ] ]',
  tokens: '{"tokens":["set","an","alarm","at","7","am"]}',
};

/** One row of MTOP's eight columns; by default a valid English one. */
export function mtopRow(changes: Partial<typeof ROW> = {}): string {
  return Object.values({ ...ROW, ...changes }).join('\t');
}

/** Milliseconds that this process has computed: a busy machine does not slow them down. */
export function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A file whose second line never ends. */
export const ENDLESS_LINE: StreamedFile = {
  path: 'f',
  async *chunks() {
    yield new TextEncoder().encode('a\n');
    const chunk = new Uint8Array(2 ** 20).fill(0x61);
    for (;;) yield chunk;
  },
};
