import { expect } from 'vitest';
import { ParseError } from '../../lib';
import { textFile } from '../testing';
import type { DataFile, NamedBytes, StreamedFile } from '../types';

/** Made-up files of each packaging, each of one collection that can be read. */
export const FIXTURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  BEIR: {
    'b/corpus.jsonl':
      '{"_id": "d1", "title": "Rain", "text": "It rains."}\n' +
      '{"_id": "d2", "title": "", "text": "Bread and salt."}\n' +
      '{"_id": "d3", "text": "A vote."}\n',
    'b/queries.jsonl':
      '{"_id": "q1", "text": "weather?"}\n{"_id": "q2", "text": "food?"}\n{"_id": "q3", "text": "sea?"}\n',
    'b/qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td2\t1\n',
  },
  TREC: {
    't/documents.tsv': 'FT-1\tIt rains.\nFT-2\tBread\tand salt.\n',
    't/queries.en.tsv': '301\tweather?\n302\tfood?\n',
    't/queries.sw.tsv': '301\thali ya hewa?\n302\tchakula?\n',
    't/qrels.txt': '301 0 FT-1 1\n301\t0\tFT-2\t-1\n302 0 FT-2 3\n',
  },
  CLIRMatrix: {
    'c/en_sw.test1.jsonl':
      '{"src_id": "7", "src_query": "rain", "tgt_results": [["12", 6], ["13", 0]]}\n' +
      '{"src_id": "8", "src_query": "bread", "tgt_results": [["13", 4]]}\n',
    'c/sw.tsv': '12\tMvua.\n13\tMkate.\n14\tKura.\n',
  },
  mMARCO: {
    'm/german_collection.tsv': '0\tEs regnet.\n1\tBrot.\n2\tEine Wahl.\n3\tMeer.\n',
    'm/collection.sw.tsv': '0\tMvua.\n1\tMkate.\n2\tKura.\n3\tBahari.\n',
    'm/german_queries.train.tsv': '50\tWetter?\n51\tEssen?\n52\tnichts\n',
    'm/triples.train.ids.small.tsv': '50\t0\t1\n50\t0\t2\n51\t1\t0\n51\t2\t1\n',
  },
  WikiCLIR: {
    'w/wiki_en.queries':
      '1\tNairobi\tNairobi is the capital of Kenya.\n2\tSalt\tSalt is a mineral.\n',
    'w/wiki_sw.documents': '31\tNairobi\tMji mkuu wa Kenya.\n32\tChumvi\tMadini.\n',
    'w/en2sw.rel': '1\t31\t2\n2\t32\t2\n2\t31\t1\n',
  },
  'Wikipedia links': {
    'l/pages.tsv':
      '1\ten\tNairobi\tNairobi is the capital of Kenya.\n' +
      '2\ten\tSalt\tSalt is a mineral.\n' +
      '1\tsw\tNairobi\tMji mkuu wa Kenya.\n' +
      '2\tsw\tKenya\tNchi ya Afrika.\n' +
      '3\tsw\tChumvi\tMadini.\n',
    'l/langlinks.tsv': '1\t1\n2\t3\n',
    'l/pagelinks.tsv': '1\t2\n2\t1\n3\t1\n',
  },
};

/** The files of a fixture, some of them replaced, or left out where undefined. */
export function fixture(
  name: string,
  changes: Readonly<Record<string, string | undefined>> = {},
): NamedBytes[] {
  return Object.entries({ ...FIXTURES[name], ...changes }).flatMap(([path, text]) =>
    text === undefined ? [] : [textFile(path, text)],
  );
}

/** The same file in pieces of `size` bytes, in one buffer that is written over, as a reader of sockets does it. */
export function streamed({ path, bytes }: NamedBytes, size: number): StreamedFile {
  return {
    path,
    async *chunks() {
      const buffer = new Uint8Array(size);
      for (let at = 0; at < bytes.length; at += size) {
        const piece = bytes.subarray(at, at + size);
        buffer.set(piece);
        yield buffer.subarray(0, piece.length);
      }
    },
  };
}

/** The message of the ParseError that a promise is rejected with; fails on any other outcome. */
export async function parseErrorFrom(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    expect(error).toBeInstanceOf(ParseError);
    return (error as ParseError).message;
  }
  throw new Error('wanted a ParseError, nothing was thrown');
}

/** Bytes of `file` changed in one place: cut there, or one byte replaced. */
export function mutated(file: NamedBytes, at: number, byte: number, isCut: boolean): DataFile {
  const bytes = isCut ? file.bytes.slice(0, at) : Uint8Array.from(file.bytes);
  if (!isCut && at < bytes.length) bytes[at] = byte;
  return { path: file.path, bytes };
}
