import type { ParseError } from '../../lib';

/**
 * Inflates a raw deflate stream with the platform's own inflater, as much at a time as is asked for.
 *
 * @param fail makes the error of damaged data; what `packed` itself throws, such as a cancel, stays what it is.
 */
export async function* inflateRaw(
  packed: AsyncGenerator<Uint8Array>,
  fail: (detail: string) => ParseError,
): AsyncGenerator<Uint8Array> {
  let failure: unknown;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await packed.next();
          if (done) controller.close();
          // A copy, because the source may write over its buffer.
          else controller.enqueue(new Uint8Array(value));
        } catch (error) {
          failure = error;
          controller.error(error);
        }
      },
      async cancel() {
        await packed.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  const reader = source.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw failure ?? fail(`the entry is damaged: ${(error as Error).message}`);
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
