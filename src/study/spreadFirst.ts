/**
 * `count` ids at even distances, then the others: queries stand first among the documents, and should not all be of the
 * first topics or documents of a file.
 */
export function spreadFirst(ids: readonly string[], count: number): string[] {
  const places = Array.from({ length: count }, (_, k) => Math.floor((k * ids.length) / count));
  const chosen = new Set(places);
  return [...places.map((place) => ids[place]!), ...ids.filter((_, place) => !chosen.has(place))];
}
