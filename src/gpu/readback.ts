import type { Gpu } from './gpu';

/**
 * Submits pending work and copies the first `bytes` of `buffer` to the host.
 *
 * @throws GpuOperationError or DeviceLostError if the device failed; the staging buffer is freed anyway.
 */
export async function readBack(gpu: Gpu, buffer: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
  gpu.check();
  if (bytes === 0) return new ArrayBuffer(0);
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const staging = gpu.createBuffer(bytes, usage, `${buffer.label}.staging`);
  try {
    gpu.commands.copy(buffer, 0, staging, 0, bytes);
    gpu.commands.flush();
    await staging.mapAsync(GPUMapMode.READ);
    gpu.check();
    return staging.getMappedRange().slice(0, bytes); // the buffer may be larger
  } catch (error) {
    gpu.check(); // a lost device makes mapAsync fail with a vaguer message than its own
    throw error;
  } finally {
    gpu.destroyBuffer(staging);
  }
}
