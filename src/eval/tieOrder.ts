/**
 * Position of each document in docno-DESCENDING order, trec_eval's rule for equal scores: of two documents with the
 * same score the one with the smaller `tieRank` ranks first.
 *
 * Strings compare as UTF-8 bytes (`strcmp`), so digits do not compare as numbers ("9" before "10") and U+1F600 stands
 * before U+FF21, unlike JavaScript's `<`.
 *
 * @returns `[documents]`, a permutation of 0 .. documents - 1.
 * @throws RangeError if an id occurs twice, which leaves the order open (trec_eval aborts on it).
 * @see trec_eval 10.0, comp_sim_docno in form_res_rels.c (rule only; re-implemented)
 */
export function trecTieOrder(ids: readonly string[]): Uint32Array {
  const encoder = new TextEncoder();
  const bytes = ids.map((id) => encoder.encode(id));
  const order = Uint32Array.from(ids, (_, index) => index);
  order.sort((a, b) => compareBytes(bytes[b]!, bytes[a]!));
  const tieRank = new Uint32Array(ids.length);
  order.forEach((document, position) => {
    tieRank[document] = position;
    const previous = order[position - 1];
    if (previous !== undefined && compareBytes(bytes[document]!, bytes[previous]!) === 0)
      throw new RangeError(
        `trecTieOrder: document id ${JSON.stringify(ids[document])} occurs twice`,
      );
  });
  return tieRank;
}

/** Negative, zero or positive as `strcmp` on the bytes; a proper prefix is the smaller. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
