import type { Gpu } from '../gpu';
import type { BackendKind } from '../nn';
import type { StudyMemory } from '../study';

const GIB = 2 ** 30;
/** What is assumed where the browser does not tell (Firefox, Safari): most machines have 4 GiB or more. */
const UNKNOWN_MEMORY = 4 * GIB;
/** The rest is for the texts, the encoder's session and whatever else runs on the machine. */
const SHARE = 0.5;
/** WASM addresses 4 GiB, and a product holds both operands and its result there. */
const MOST_OF_A_PRODUCT = GIB;

/**
 * What training may take. On a device only the size of one buffer is known: WebGPU does not tell how much memory
 * there is. On the host half of what the browser says the machine has (`navigator.deviceMemory`, a power of 2).
 */
export function memoryLimits(
  backend: BackendKind,
  gpu: Gpu,
  { deviceMemory }: { readonly deviceMemory?: number } = navigator as object,
): StudyMemory {
  if (backend === 'wgsl') {
    const { maxBufferSize, maxStorageBufferBindingSize } = gpu.device.limits;
    const why = `the adapter binds ${inGib(gpu.maxTensorBytes)} in one buffer; WebGPU tells no total`;
    return { maxBufferSize, maxStorageBufferBindingSize, budget: Number.POSITIVE_INFINITY, why };
  }
  const memory = deviceMemory === undefined ? UNKNOWN_MEMORY : deviceMemory * GIB;
  const source =
    deviceMemory === undefined
      ? 'the browser does not tell how much memory there is'
      : `the browser tells of ${inGib(memory)}`;
  return {
    maxBufferSize: MOST_OF_A_PRODUCT,
    maxStorageBufferBindingSize: MOST_OF_A_PRODUCT,
    budget: SHARE * memory,
    why: `${inGib(SHARE * memory)} on the host: ${source}, half of ${
      deviceMemory === undefined ? inGib(memory) : 'it'
    } is taken`,
  };
}

function inGib(bytes: number): string {
  return `${Number((bytes / GIB).toPrecision(3))} GiB`;
}
