export { DeviceLostError, GpuOperationError, NoGpuError, ShaderError } from './errors';
export { type AdapterSummary, Gpu } from './gpu';
export { defineKernel, type Kernel, prepareKernels } from './kernel';
export { openGpu } from './openGpu';
export { Scope } from './scope';
export { assertShape, type DType, type HostArray, ShapeError, sizeOf, type Tensor } from './tensor';
