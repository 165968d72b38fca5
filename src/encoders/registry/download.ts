/** What hears of a download and may stop it. */
export interface Hearing {
  readonly signal?: AbortSignal;
  /** Bytes that have come, of this file. */
  readonly onBytes?: (bytes: number) => void;
}

/** A connection that breaks is taken up again so often. */
const ATTEMPTS = 4;

/** An answer that is no success. */
export class HttpError extends Error {
  constructor(
    readonly url: string,
    readonly status: number,
    statusText: string,
  ) {
    super(`cannot load ${url}: status ${status} ${statusText}`.trimEnd());
    this.name = 'HttpError';
  }
}

/** No answer at all: offline, a wrong address, or an address that this page may not ask. */
export class UnreachableError extends Error {
  constructor(
    readonly url: string,
    cause: unknown,
  ) {
    super(`cannot reach ${url}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    this.name = 'UnreachableError';
  }
}

/**
 * Asks for an address; no cookie and no token goes with it.
 *
 * @throws HttpError, UnreachableError, or the signal's reason.
 */
export async function ask(
  url: string,
  signal?: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const init = { headers: { ...headers }, credentials: 'omit', ...(signal && { signal }) } as const;
  const response = await fetch(url, init).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new UnreachableError(url, cause);
  });
  if (response.ok) return response;
  void response.body?.cancel();
  throw new HttpError(url, response.status, response.statusText);
}

/**
 * Reads a file of known length in pieces. Where the connection ends early it goes on from the byte where it broke, by
 * a Range request, a few times.
 *
 * @param expected the file's bytes, where they are known.
 * @throws Error naming the address, bytes found and wanted, if the rest cannot be had; as `ask` does; the signal's reason.
 */
export async function download(
  url: string,
  expected: number | undefined,
  { signal, onBytes }: Hearing = {},
): Promise<Uint8Array> {
  const into = new Collector(expected);
  let wanted = expected;
  for (let attempt = 1; ; attempt++) {
    const range = into.length > 0 ? { Range: `bytes=${into.length}-` } : undefined;
    const response = await ask(url, signal, range);
    if (response.status !== 206) into.restart();
    // With a content encoding the header counts other bytes than come out here.
    const declared = response.headers.get('content-encoding')
      ? undefined
      : numberOf(response.headers.get('content-length'));
    wanted ??= declared === undefined ? undefined : into.length + declared;
    const broken = await pour(response, into, signal, onBytes);
    if (wanted === undefined ? !broken : into.length === wanted) return into.bytes();
    const enough = wanted !== undefined && into.length > wanted;
    if (attempt >= ATTEMPTS || enough)
      throw new Error(
        `${url}: found ${into.length} bytes, want ${wanted ?? 'the whole file'}; ` +
          `the connection ended ${enough ? 'late' : 'early'} (attempt ${attempt})`,
        { cause: broken },
      );
  }
}

/** Reads to the end or to where the connection breaks, which it gives. @throws the signal's reason */
async function pour(
  response: Response,
  into: Collector,
  signal: AbortSignal | undefined,
  onBytes: Hearing['onBytes'],
): Promise<unknown> {
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      signal?.throwIfAborted();
      if (done || !value) return undefined;
      into.add(value);
      onBytes?.(into.length);
    }
  } catch (error) {
    signal?.throwIfAborted();
    return error;
  }
}

/** Bytes in one buffer where their number is known, so that a large file is not held twice. */
class Collector {
  #buffer: Uint8Array;
  length = 0;

  constructor(expected = 2 ** 16) {
    this.#buffer = new Uint8Array(expected);
  }

  restart(): void {
    this.length = 0;
  }

  add(piece: Uint8Array): void {
    const end = this.length + piece.length;
    if (end > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, this.length));
      this.#buffer = larger;
    }
    this.#buffer.set(piece, this.length);
    this.length = end;
  }

  bytes(): Uint8Array {
    return this.length === this.#buffer.length ? this.#buffer : this.#buffer.slice(0, this.length);
  }
}

function numberOf(text: string | null): number | undefined {
  return text === null || !/^\d+$/.test(text) ? undefined : Number(text);
}
