import { NoGpuError } from './errors';
import { type AdapterSummary, Gpu } from './gpu';

/** Limits that the kernels can use, with the most they would ever ask for. */
const WANTED = {
  maxBufferSize: 2 ** 30,
  maxStorageBufferBindingSize: 2 ** 30,
  maxComputeWorkgroupStorageSize: 32_768,
  maxStorageBuffersPerShaderStage: 9,
} as const;

const FIX = {
  'no-webgpu':
    'Use Chrome or Edge 113+, Safari 26+, or Firefox 141+ on Windows, on https or localhost.',
  'no-adapter':
    'In Chrome open chrome://gpu to see why; updating the graphics driver, switching "Use graphics ' +
    'acceleration when available" on, or starting Chrome with --enable-unsafe-webgpu (also allows a ' +
    'software adapter) helps most often.',
  'no-device': 'Close other GPU-heavy tabs, reload, or update the graphics driver.',
} as const;

/**
 * Opens an adapter and a device whose limits are the wanted ones clamped to the adapter's.
 * A device that is refused is asked for once more with default limits.
 *
 * @param api `navigator.gpu`, or Dawn's in Node.
 * @param gridLimit see `Gpu`.
 * @throws NoGpuError with the reason and what the user can do about it.
 */
export async function openGpu(api: GPU | undefined, gridLimit?: number): Promise<Gpu> {
  if (!api) throw noGpu('no-webgpu', 'This browser has no WebGPU.');
  const adapter = await api
    .requestAdapter({ powerPreference: 'high-performance' })
    .catch(() => null);
  if (!adapter) throw noGpu('no-adapter', 'WebGPU is there, but the browser gives no adapter.');
  const requiredLimits: Record<string, number> = {};
  for (const [limit, wanted] of Object.entries(WANTED)) {
    requiredLimits[limit] = Math.min(wanted, adapter.limits[limit as keyof typeof WANTED]);
  }
  try {
    return new Gpu(await adapter.requestDevice({ requiredLimits }), summarise(adapter), gridLimit);
  } catch {
    // An adapter can only give one device, so the second try starts from a fresh one.
    const again = await api.requestAdapter();
    const device = await again?.requestDevice().catch(() => null);
    if (!again || !device) throw noGpu('no-device', 'The adapter refused to make a device.');
    return new Gpu(device, summarise(again), gridLimit);
  }
}

function noGpu(reason: NoGpuError['reason'], message: string): NoGpuError {
  return new NoGpuError(reason, message, FIX[reason]);
}

function summarise(adapter: GPUAdapter): AdapterSummary {
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = `${vendor} ${architecture} ${device} ${description}`.toLowerCase();
  const software = isFallbackAdapter || /swiftshader|llvmpipe|warp|basic render/.test(name);
  return { vendor, architecture, device, description, software };
}
