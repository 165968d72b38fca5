/** Why there is no device to compute on; `fix` says what the user can do about it. */
export class NoGpuError extends Error {
  constructor(
    readonly reason: 'no-webgpu' | 'no-adapter' | 'no-device',
    message: string,
    readonly fix: string,
  ) {
    super(`${message} ${fix}`);
    this.name = 'NoGpuError';
  }
}

/** The device went away while work was pending; all GPU state is gone, host state is not. */
export class DeviceLostError extends Error {
  constructor(reason: string, message: string) {
    super(`The GPU device was lost (${reason}): ${message || 'the browser gave no details'}`);
    this.name = 'DeviceLostError';
  }
}

/** A shader that does not compile; the message has one `shaders/<name>.wgsl:line:column` per problem. */
export class ShaderError extends Error {
  constructor(name: string, problems: readonly string[]) {
    super(`shader ${name} does not compile:\n${problems.join('\n')}`);
    this.name = 'ShaderError';
  }
}

/** A GPU operation that the device refused (validation or memory). */
export class GpuOperationError extends Error {
  constructor(message: string) {
    super(`The GPU refused an operation: ${message}`);
    this.name = 'GpuOperationError';
  }
}
