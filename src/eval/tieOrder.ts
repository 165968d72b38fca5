import { compareUtf8 } from '../lib';

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
  const order = Uint32Array.from(ids, (_, index) => index);
  order.sort((a, b) => compareUtf8(ids[b]!, ids[a]!));
  const tieRank = new Uint32Array(ids.length);
  order.forEach((document, position) => {
    tieRank[document] = position;
    const previous = order[position - 1];
    if (previous !== undefined && ids[document] === ids[previous])
      throw new RangeError(
        `trecTieOrder: document id ${JSON.stringify(ids[document])} occurs twice`,
      );
  });
  return tieRank;
}
