/** Average precision of every system, language and query id; the input of the paired bootstrap. */
export interface ApMatrix {
  readonly systems: readonly string[];
  readonly languages: readonly string[];
  /** Query ids shared by all languages, because the queries are parallel. */
  readonly ids: readonly string[];
  /**
   * `[systems, languages, ids]` row-major. NaN: the query is skipped or absent.
   * A row of NaN: the system has no such language.
   */
  readonly values: Float64Array;
}

/** The row of one system and language, `[ids]`, as a view. */
export function apRow(matrix: ApMatrix, system: number, language: number): Float64Array {
  const n = matrix.ids.length;
  const start = (system * matrix.languages.length + language) * n;
  return matrix.values.subarray(start, start + n);
}

/**
 * For each language, which ids its queries cover: `[languages, ids]` of 0 and 1.
 *
 * @throws RangeError if the shape is wrong, a name occurs twice, a value is infinite, or two systems that have a
 *   language skip different queries of it: their means would be over different queries and no pair could be formed.
 */
export function coverage(matrix: ApMatrix): Uint8Array {
  const { systems, languages, ids, values } = matrix;
  assertDistinct('system', systems);
  assertDistinct('language', languages);
  assertDistinct('id', ids);
  const want = systems.length * languages.length * ids.length;
  if (values.length !== want)
    throw new RangeError(`ApMatrix: values must hold ${want} numbers, got ${values.length}`);
  const covered = new Uint8Array(languages.length * ids.length);
  languages.forEach((language, l) => {
    let first = -1;
    systems.forEach((system, s) => {
      const row = apRow(matrix, s, l);
      if (row.every((ap) => Number.isNaN(ap))) return;
      row.forEach((ap, i) => {
        if (Math.abs(ap) === Number.POSITIVE_INFINITY)
          throw new RangeError(`ApMatrix: ${system}, ${language}, ${ids[i]} is ${ap}`);
        const here = Number.isNaN(ap) ? 0 : 1;
        if (first === -1) covered[l * ids.length + i] = here;
        else if (covered[l * ids.length + i] !== here)
          throw new RangeError(
            `ApMatrix: ${systems[first]} and ${system} do not skip the same queries of ${language}, see id ${ids[i]}`,
          );
      });
      if (first === -1) first = s;
    });
  });
  return covered;
}

function assertDistinct(what: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new RangeError(`ApMatrix: ${what} ${name} occurs twice`);
    seen.add(name);
  }
}
