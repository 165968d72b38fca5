import { CommandStream } from './commands';
import { DeviceLostError, GpuOperationError } from './errors';
import { Scope } from './scope';

/** What a person may want to know about the adapter; all strings may be empty. */
export interface AdapterSummary {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** True where a CPU plays the GPU (SwiftShader, WARP, llvmpipe): right, but slow. */
  readonly software: boolean;
}

/** A device with its command stream and its count of live bytes; the only maker of GPU buffers. */
export class Gpu {
  readonly commands: CommandStream;
  #liveBytes = 0;
  #liveBuffers = 0;
  #peakBytes = 0;
  #fault: Error | undefined;
  #closed = false;

  /** @param gridLimit most workgroups along one axis; tests pass a small one so every kernel folds. */
  constructor(
    readonly device: GPUDevice,
    readonly adapter: AdapterSummary,
    readonly gridLimit = device.limits.maxComputeWorkgroupsPerDimension,
  ) {
    this.commands = new CommandStream(device);
    device.addEventListener('uncapturederror', (event) => {
      this.#fault ??= new GpuOperationError((event as GPUUncapturedErrorEvent).error.message);
    });
    // 'destroyed' is our own close(); anything else is an accident that callers must hear of.
    void device.lost.then((info) => {
      if (!this.#closed) this.#fault = new DeviceLostError(info.reason ?? 'unknown', info.message);
    });
  }

  /** Bytes in buffers that scopes own now. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  get liveBuffers(): number {
    return this.#liveBuffers;
  }

  /** The most that `liveBytes` has been since the device was opened, or since `resetPeak`. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  resetPeak(): void {
    this.#peakBytes = this.#liveBytes;
  }

  /** Largest tensor in bytes: both the buffer and the binding limit must admit it. */
  get maxTensorBytes(): number {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    return Math.min(maxBufferSize, maxStorageBufferBindingSize);
  }

  scope(): Scope {
    return new Scope(this);
  }

  /** @throws RangeError if the device cannot hold so large a buffer; GpuOperationError or DeviceLostError after a fault. */
  createBuffer(bytes: number, usage: GPUBufferUsageFlags, label: string): GPUBuffer {
    this.check();
    const size = Math.max(16, Math.ceil(bytes / 4) * 4); // a binding holds at least one element, up to a vec4
    if (size > this.maxTensorBytes)
      throw new RangeError(
        `${label} needs ${size} bytes; this device binds at most ${this.maxTensorBytes}`,
      );
    const buffer = this.device.createBuffer({ size, usage, label });
    this.#liveBytes += size;
    this.#liveBuffers += 1;
    this.#peakBytes = Math.max(this.#peakBytes, this.#liveBytes);
    return buffer;
  }

  destroyBuffer(buffer: GPUBuffer): void {
    this.#liveBytes -= buffer.size;
    this.#liveBuffers -= 1;
    buffer.destroy();
  }

  /** Throws what went wrong on the device since it was opened, if anything did. */
  check(): void {
    if (this.#fault) throw this.#fault;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.commands.destroy();
    this.device.destroy();
  }
}
