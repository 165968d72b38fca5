import { ParseError } from '../../lib';

/** What unpacking one container may cost at most; bytes are counted as they come out, no declared size is trusted. */
export interface UnpackLimits {
  readonly totalBytes: number;
  readonly entryBytes: number;
  readonly entries: number;
  /** Bytes out per byte in, of the container and of each entry, once more than `ratioFloorBytes` came out. */
  readonly ratio: number;
  readonly ratioFloorBytes: number;
}

/**
 * Entries stream, so that bytes cost time, not memory: 64 GiB are more than any bitext of OPUS. What tells a bomb
 * is the ratio: text is packed 3:1 to 10:1, a bomb up to deflate's 1032:1. A column of one repeated value may reach
 * that too, hence the floor. Formats that are read whole have limits of their own (`wholeFile`).
 */
export const UNPACK_LIMITS: UnpackLimits = {
  totalBytes: 2 ** 36,
  entryBytes: 2 ** 36,
  entries: 10_000,
  ratio: 100,
  ratioFloorBytes: 2 ** 22,
};

/** Bytes that came out of one container, each entry counted once however often it is read. */
export class UnpackCount {
  readonly #out = new Map<string, number>();
  #total = 0;

  constructor(
    readonly container: string,
    readonly limits: UnpackLimits,
  ) {}

  /**
   * Notes that `out` bytes of an entry have come out, or are declared, of `packed` bytes, of `containerBytes`.
   *
   * @throws ParseError if a limit is passed.
   */
  check(entry: string, out: number, packed: number, containerBytes: number): void {
    const { totalBytes, entryBytes, ratio, ratioFloorBytes } = this.limits;
    const before = this.#out.get(entry) ?? 0;
    if (out > before) {
      this.#out.set(entry, out);
      this.#total += out - before;
    }
    const fail = (detail: string) => new ParseError(this.container, 0, entry, detail);
    if (out > entryBytes) throw fail(`unpacks to more than ${entryBytes} bytes`);
    if (this.#total > totalBytes) throw fail(`the file unpacks to more than ${totalBytes} bytes`);
    if (out > Math.max(ratioFloorBytes, ratio * packed))
      throw fail(`unpacks to more than ${ratio} times its size; a decompression bomb?`);
    if (this.#total > Math.max(ratioFloorBytes, ratio * containerBytes))
      throw fail(`the file unpacks to more than ${ratio} times its size; a decompression bomb?`);
  }
}
