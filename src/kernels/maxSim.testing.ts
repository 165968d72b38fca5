import type { Scope } from '../gpu';
import { randomUnit } from '../gpu/testing';
import type { MaxSimHost } from './maxSim.cpu';

/** `count` text lengths from 0 to 11, the same on every machine. */
export const ragged = (count: number) => Array.from({ length: count }, (_, t) => (t * 7 + 3) % 12);

/** Packed texts of the given lengths with vectors of zeros. */
export function zeroTexts(
  queryLengths: readonly number[],
  documentLengths: readonly number[],
  d: number,
) {
  const [queryOffsets, documentOffsets] = [packLengths(queryLengths), packLengths(documentLengths)];
  return {
    d,
    queries: new Float32Array(queryOffsets.at(-1)! * d),
    queryOffsets,
    documents: new Float32Array(documentOffsets.at(-1)! * d),
    documentOffsets,
  };
}

/** Packed texts of the given lengths with random unit vectors. */
export function randomTexts(
  queryLengths: readonly number[],
  documentLengths: readonly number[],
  d: number,
) {
  const host = zeroTexts(queryLengths, documentLengths, d);
  host.queries.set(randomUnit(host.queries.length / d, d, 1));
  host.documents.set(randomUnit(host.documents.length / d, d, 2));
  return host;
}

function packLengths(lengths: readonly number[]): Uint32Array<ArrayBuffer> {
  const offsets = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, t) => {
    offsets[t + 1] = offsets[t]! + length;
  });
  return offsets;
}

export function uploadTexts(scope: Scope, host: MaxSimHost) {
  const { d, queryOffsets, documentOffsets } = host;
  const queries = Float32Array.from(host.queries);
  const documents = Float32Array.from(host.documents);
  return {
    queries: scope.upload(queries, [queries.length / d, d], 'queries'),
    queryOffsets: scope.uploadU32(queryOffsets, [queryOffsets.length], 'queryOffsets'),
    documents: scope.upload(documents, [documents.length / d, d], 'documents'),
    documentOffsets: scope.uploadU32(documentOffsets, [documentOffsets.length], 'documentOffsets'),
  };
}
