import type { DType, Tensor } from '../gpu';

/**
 * WebGPU refuses a dispatch that writes a buffer it also reads; this says which one, and at the call.
 *
 * @throws RangeError if `written` shares its buffer with one of `others`.
 */
export function assertNotAliased(
  where: string,
  written: Tensor<DType>,
  others: Readonly<Record<string, Tensor<DType> | undefined>>,
): void {
  for (const [name, tensor] of Object.entries(others)) {
    if (tensor?.buffer === written.buffer)
      throw new RangeError(`${where}: must be another tensor than ${name}`);
  }
}
