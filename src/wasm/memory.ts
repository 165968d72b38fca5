import * as S from '../../wasm/slots';
import { type EngineExports, instantiate } from './module';

const PAGE = 65536;
const MOST = 2 ** 32 - PAGE;

/** An instance of the engine and the linear memory above its static data, which is laid out from here. */
export class EngineMemory {
  readonly exports: EngineExports = instantiate();
  /** Where free memory begins. */
  readonly base = align(this.exports.heapBase());
  private bytes = this.exports.memory.buffer;
  /** The whole memory; made again whenever it grows, so never keep it. */
  f32 = new Float32Array(this.bytes);
  u32 = new Uint32Array(this.bytes);

  /**
   * Makes room up to address `end`.
   *
   * @throws RangeError if the machine does not give that much.
   */
  reserve(end: number, what: string): void {
    const missing = end - this.exports.memory.buffer.byteLength;
    if (missing > 0) {
      if (end > MOST) throw new RangeError(`${what} needs ${end} bytes, WebAssembly has 4 GiB`);
      try {
        this.exports.memory.grow(Math.ceil(missing / PAGE));
      } catch (cause) {
        throw new RangeError(`${what} needs ${end} bytes, the browser gives no more`, { cause });
      }
    }
    if (this.bytes === this.exports.memory.buffer) return;
    this.bytes = this.exports.memory.buffer;
    this.f32 = new Float32Array(this.bytes);
    this.u32 = new Uint32Array(this.bytes);
  }

  /** Copies `values` to `address`. */
  put(address: number, values: Float32Array): void {
    this.f32.set(values, address / 4);
  }

  /** A view of `count` float32 at `address`, good until memory grows. */
  view(address: number, count: number): Float32Array<ArrayBuffer> {
    return this.f32.subarray(address / 4, address / 4 + count);
  }

  setSlot(slot: number, value: number): void {
    this.u32[S.SLOTS / 4 + slot] = value;
  }

  setSettings(values: readonly number[]): void {
    new Float64Array(this.exports.memory.buffer, S.SETTINGS, S.SETTING_COUNT).set(values);
  }
}

/** Addresses handed out one after the other, each on a cache line. */
export class Arena {
  constructor(private next: number) {}

  take(bytes: number): number {
    const at = this.next;
    this.next = align(at + bytes);
    return at;
  }

  get end(): number {
    return this.next;
  }
}

function align(address: number): number {
  return Math.ceil(address / 64) * 64;
}
