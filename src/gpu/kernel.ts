import { ShaderError } from './errors';
import type { AdapterSummary, Gpu } from './gpu';
import { foldGrid, packParams, reflect, type ShaderInterface } from './reflect';
import type { Scope } from './scope';
import type { DType, Tensor } from './tensor';

export interface KernelDefinition {
  /** Stem of the WGSL file, its entry point and its label. */
  readonly name: string;
  readonly source: string;
  /** Left out of `prepareKernels`: compiled at first use, or by its own `prepare`. */
  readonly lazy?: boolean;
  /** Values for the shader's `override`s, which may depend on the kind of adapter and its limits. */
  readonly constants?: (adapter: AdapterSummary, gpu: Gpu) => Record<string, number>;
}

export interface Kernel {
  readonly name: string;
  /** Compiles ahead of use without blocking. @throws ShaderError with file, line and column. */
  prepare(gpu: Gpu): Promise<void>;
  /** Records one dispatch of `groups` workgroups, folded into a 2-D grid; does nothing for 0 groups. */
  dispatch(...call: DispatchCall): void;
  /**
   * What `dispatch` would record, as a function to call any number of times: repeated calls within one
   * submit share a parameter slot and a bind group, so that thousands of iterations fit one submit.
   */
  bind(...call: DispatchCall): () => void;
}

type DispatchCall = [
  scope: Scope,
  params: Readonly<Record<string, number>>,
  tensors: Readonly<Record<string, Tensor<DType>>>,
  groups: number,
];

const defined: Kernel[] = [];

/** Compiles every kernel defined so far, in parallel; `onProgress` hears how many are done. */
export async function prepareKernels(
  gpu: Gpu,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  let done = 0;
  await Promise.all(
    defined.map(async (kernel) => {
      await kernel.prepare(gpu);
      onProgress(++done, defined.length);
    }),
  );
}

/**
 * Makes a kernel from WGSL; bindings and parameters are read from its text.
 * Pipelines are compiled once per device, asynchronously by `prepare` or at the first dispatch.
 */
export function defineKernel(definition: KernelDefinition): Kernel {
  const { name } = definition;
  const shader = reflect(definition.source);
  const compiled = new WeakMap<Gpu, Compiled>();

  const kernel: Kernel = {
    name,
    async prepare(gpu) {
      if (!compiled.has(gpu)) compiled.set(gpu, await compileAsync(gpu, definition));
    },
    dispatch(...call) {
      kernel.bind(...call)();
    },
    bind(scope, params, tensors, groups) {
      if (groups === 0) return () => {};
      const { gpu } = scope;
      const { commands } = gpu;
      let entry = compiled.get(gpu);
      if (!entry) {
        entry = compile(gpu, definition);
        compiled.set(gpu, entry);
      }
      const { layout, pipeline } = entry;
      const words = packParams(name, shader.fields, params);
      const [x, y] = foldGrid(groups, gpu.gridLimit);
      let group: GPUBindGroup;
      let submit = -1;
      return () => {
        if (submit !== commands.submits) {
          group = bindGroup(gpu, name, layout, shader, commands.reserve(words), tensors);
          submit = commands.submits;
        }
        commands.dispatch(pipeline, group, x, y);
      };
    },
  };
  if (!definition.lazy) defined.push(kernel);
  return kernel;
}

function bindGroup(
  { device }: Gpu,
  name: string,
  layout: GPUBindGroupLayout,
  { bindings }: ShaderInterface,
  uniform: GPUBufferBinding,
  tensors: Readonly<Record<string, Tensor<DType>>>,
): GPUBindGroup {
  const entries = bindings.map(({ index, name: binding, space, dtype }) => {
    if (space === 'uniform') return { binding: index, resource: uniform };
    const tensor = tensors[binding];
    if (!tensor) throw new Error(`${name}: missing tensor ${binding}`);
    if (tensor.dtype !== dtype)
      throw new TypeError(`${name}: ${binding} must be ${dtype}, got ${tensor.dtype}`);
    return { binding: index, resource: { buffer: tensor.buffer } };
  });
  return device.createBindGroup({ label: name, layout, entries });
}

interface Compiled {
  readonly layout: GPUBindGroupLayout;
  readonly pipeline: GPUComputePipeline;
}

function describeKernel(gpu: Gpu, { name, source, constants }: KernelDefinition) {
  const { device } = gpu;
  const layout = device.createBindGroupLayout({
    label: name,
    entries: reflect(source).bindings.map(({ index, space }) => ({
      binding: index,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: BUFFER_TYPE[space] },
    })),
  });
  const module = device.createShaderModule({ label: name, code: source });
  const descriptor: GPUComputePipelineDescriptor = {
    label: name,
    layout: device.createPipelineLayout({ label: name, bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: name, constants: constants?.(gpu.adapter, gpu) ?? {} },
  };
  return { layout, module, descriptor };
}

const BUFFER_TYPE = {
  uniform: 'uniform',
  read: 'read-only-storage',
  read_write: 'storage',
} as const;

function compile(gpu: Gpu, definition: KernelDefinition): Compiled {
  const { layout, descriptor } = describeKernel(gpu, definition);
  return { layout, pipeline: gpu.device.createComputePipeline(descriptor) };
}

async function compileAsync(gpu: Gpu, definition: KernelDefinition): Promise<Compiled> {
  // The scope keeps a broken shader from also being reported as an uncaptured error.
  gpu.device.pushErrorScope('validation');
  const { layout, module, descriptor } = describeKernel(gpu, definition);
  const pipeline = gpu.device.createComputePipelineAsync(descriptor).catch((error: Error) => error);
  const scoped = gpu.device.popErrorScope();
  const { messages } = await module.getCompilationInfo();
  const problems = messages
    .filter(({ type }) => type === 'error')
    .map((m) => `shaders/${definition.name}.wgsl:${m.lineNum}:${m.linePos} ${m.message}`);
  await scoped;
  const made = await pipeline;
  if (problems.length > 0) throw new ShaderError(definition.name, problems);
  if (made instanceof Error) throw new ShaderError(definition.name, [made.message]);
  return { layout, pipeline: made };
}
