import type { Gpu } from './gpu';
import { readBack } from './readback';
import { type DType, type HostArray, ShapeError, sizeOf, type Tensor } from './tensor';

const STORAGE = 0x80 | 0x4 | 0x8; // STORAGE | COPY_SRC | COPY_DST; the globals are absent before a device is

/** Owns every GPU buffer made through it; closing the scope frees them all. Use with `using`. */
export class Scope {
  #owned: GPUBuffer[] = [];
  #closed = false;

  constructor(readonly gpu: Gpu) {}

  get liveBuffers(): number {
    return this.#owned.length;
  }

  /** An f32 tensor of unspecified content. */
  empty(shape: readonly number[], label: string): Tensor {
    return this.#make('f32', shape, label);
  }

  /** A u32 tensor of unspecified content. */
  emptyU32(shape: readonly number[], label: string): Tensor<'u32'> {
    return this.#make('u32', shape, label);
  }

  /** An f32 tensor of zeros (WebGPU clears fresh buffers). */
  zeros(shape: readonly number[], label: string): Tensor {
    return this.#make('f32', shape, label);
  }

  /** @throws ShapeError if `data` has not as many elements as `shape`. */
  upload(data: Float32Array, shape: readonly number[], label: string): Tensor {
    return this.write(this.#make('f32', shape, label), data);
  }

  /** @throws ShapeError if `data` has not as many elements as `shape`. */
  uploadU32(data: Uint32Array, shape: readonly number[], label: string): Tensor<'u32'> {
    return this.write(this.#make('u32', shape, label), data);
  }

  /** Overwrites a tensor after all recorded work, so that pending dispatches still see the old values. */
  write<D extends DType>(
    tensor: Tensor<D>,
    data: HostArray[D] | Float32Array | Uint32Array,
  ): Tensor<D> {
    if (data.length !== sizeOf(tensor.shape))
      throw new ShapeError(`write ${tensor.label}`, [data.length], tensor.shape);
    this.gpu.commands.flush();
    if (data.length > 0) this.gpu.device.queue.writeBuffer(tensor.buffer, 0, data as HostArray[D]);
    return tensor;
  }

  /** Copies `from` into `to` on the device; both have the same number of elements. */
  copy<D extends DType>(from: Tensor<D>, to: Tensor<D>): void {
    if (sizeOf(from.shape) !== sizeOf(to.shape))
      throw new ShapeError(`copy ${from.label} to ${to.label}`, from.shape, to.shape);
    const bytes = sizeOf(from.shape) * 4;
    if (bytes > 0) this.gpu.commands.copy(from.buffer, 0, to.buffer, 0, bytes);
  }

  /** Submits pending work and reads a tensor back. Throws what went wrong on the device meanwhile. */
  async download<D extends DType>(tensor: Tensor<D>): Promise<HostArray[D]> {
    const bytes = await readBack(this.gpu, tensor.buffer, sizeOf(tensor.shape) * 4);
    return (
      tensor.dtype === 'f32' ? new Float32Array(bytes) : new Uint32Array(bytes)
    ) as HostArray[D];
  }

  #make<D extends DType>(dtype: D, shape: readonly number[], label: string): Tensor<D> {
    if (this.#closed) throw new Error(`Scope is closed; cannot allocate ${label}`);
    const buffer = this.gpu.createBuffer(sizeOf(shape) * 4, STORAGE, label);
    this.#owned.push(buffer);
    return { label, shape, dtype, buffer };
  }

  [Symbol.dispose](): void {
    if (this.#closed) return;
    this.#closed = true;
    this.gpu.commands.flush(); // a submit that names a destroyed buffer would be refused
    for (const buffer of this.#owned) this.gpu.destroyBuffer(buffer);
    this.#owned = [];
  }
}
