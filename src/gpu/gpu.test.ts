import { describe, expect, test } from 'vitest';
import { NoGpuError, ShaderError } from './errors';
import { defineKernel } from './kernel';
import { openGpu } from './openGpu';
import { foldGrid, packParams, reflect } from './reflect';
import { gpuTest } from './testing';

const DOUBLE = `
struct Params {
  n: u32, // elements
  factor: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;
override W: u32 = 32;
@compute @workgroup_size(W)
fn scaleBy(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
           @builtin(local_invocation_index) lane: u32) {
  let i = (group.x + group.y * groups.x) * W + lane;
  if (i < params.n) { y[i] = params.factor * x[i]; }
}`;
const scaleBy = defineKernel({ name: 'scaleBy', source: DOUBLE });

describe('Gpu', () => {
  gpuTest('runs a recorded chain in order and folds a long grid', async ({ scope }) => {
    const n = 97 * 32 * 3 + 5; // needs y > 1 under the test grid limit of 97
    const x = scope.upload(
      Float32Array.from({ length: n }, (_, i) => i),
      [n],
      'x',
    );
    const y = scope.empty([n], 'y');
    const groups = Math.ceil(n / 32);
    scaleBy.dispatch(scope, { n, factor: 2 }, { x, y }, groups);
    scaleBy.dispatch(scope, { n, factor: 3 }, { x: y, y: x }, groups);
    const got = await scope.download(x);
    expect([got[0], got[1], got[n - 1]]).toEqual([0, 6, 6 * (n - 1)]);
  });

  gpuTest('survives more dispatches than one params buffer has slots', async ({ scope }) => {
    let [from, to] = [scope.upload(new Float32Array([1]), [1], 'a'), scope.empty([1], 'b')];
    for (let k = 0; k < 300; k++) {
      scaleBy.dispatch(scope, { n: 1, factor: k % 2 ? 0.5 : 2 }, { x: from, y: to }, 1);
      [from, to] = [to, from];
    }
    expect([...(await scope.download(from))]).toEqual([1]);
  });

  gpuTest('repeats a bound dispatch in one submit, and again after it', async ({ scope }) => {
    const [x, y] = [scope.upload(new Float32Array([1]), [1], 'x'), scope.empty([1], 'y')];
    const there = scaleBy.bind(scope, { n: 1, factor: 2 }, { x, y }, 1);
    const back = scaleBy.bind(scope, { n: 1, factor: 0.5 }, { x: y, y: x }, 1);
    const { commands } = scope.gpu;
    const before = commands.submits;
    for (let k = 0; k < 200; k++) {
      there();
      back();
    }
    expect(commands.submits).toBe(before);
    there();
    expect([...(await scope.download(y))]).toEqual([2]);
    // The slots now belong to others; bound dispatches have to take new ones.
    scaleBy.dispatch(scope, { n: 1, factor: 7 }, { x, y }, 1);
    there();
    there();
    expect([...(await scope.download(y))]).toEqual([2]);
  });

  gpuTest('write leaves the values that pending dispatches were to see', async ({ scope }) => {
    const x = scope.upload(new Float32Array([1]), [1], 'x');
    const y = scope.empty([1], 'y');
    scaleBy.dispatch(scope, { n: 1, factor: 10 }, { x, y }, 1);
    scope.write(x, new Float32Array([5]));
    expect([...(await scope.download(y))]).toEqual([10]);
  });

  gpuTest('counts live bytes and their peak, and frees them with the scope', async ({ scope }) => {
    const { gpu } = scope;
    const before = gpu.liveBytes;
    gpu.resetPeak();
    {
      using inner = gpu.scope();
      inner.empty([10], 'ten');
      inner.empty([0], 'none'); // zero-sized tensors take the smallest buffer
      expect(gpu.liveBytes - before).toBe(56);
    }
    expect(gpu.liveBytes).toBe(before);
    expect(gpu.peakBytes - before).toBe(56);
    gpu.resetPeak();
    expect(gpu.peakBytes).toBe(before);
  });

  gpuTest('reads an empty tensor back as empty', async ({ scope }) => {
    expect(await scope.download(scope.empty([0, 3], 'none'))).toHaveLength(0);
  });

  gpuTest('refuses what the device cannot bind, naming the size', ({ scope }) => {
    expect(() => scope.empty([2 ** 31], 'huge')).toThrow(/huge needs 8589934592 bytes/);
  });

  gpuTest('refuses a tensor of the wrong element type or a missing one', ({ scope }) => {
    const x = scope.emptyU32([1], 'x');
    const y = scope.empty([1], 'y');
    expect(() => scaleBy.dispatch(scope, { n: 1, factor: 1 }, { x, y }, 1)).toThrow(
      'scaleBy: x must be f32, got u32',
    );
    expect(() => scaleBy.dispatch(scope, { n: 1, factor: 1 }, { y }, 1)).toThrow(
      'missing tensor x',
    );
  });

  gpuTest('reports a broken shader with file, line and column', async ({ scope }) => {
    const broken = defineKernel({ name: 'brokenOne', source: DOUBLE.replace('lane;', 'lain;') });
    const error = await broken.prepare(scope.gpu).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ShaderError);
    expect(String(error)).toMatch(/shaders\/brokenOne\.wgsl:13:\d+ .*lain/);
  });
});

describe('openGpu', () => {
  test('says that the browser has no WebGPU', async () => {
    await expect(openGpu(undefined)).rejects.toMatchObject({ reason: 'no-webgpu' });
  });

  test('says that there is no adapter and what to do', async () => {
    const api = { requestAdapter: async () => null } as unknown as GPU;
    const error = await openGpu(api).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NoGpuError);
    expect(String(error)).toMatch(/chrome:\/\/gpu/);
  });
});

describe('reflect', () => {
  test('reads bindings and parameters', () => {
    const { bindings, fields } = reflect(DOUBLE);
    expect(bindings.map(({ name, space, dtype }) => [name, space, dtype])).toEqual([
      ['params', 'uniform', undefined],
      ['x', 'read', 'f32'],
      ['y', 'read_write', 'f32'],
    ]);
    expect(fields).toEqual([
      ['n', 'u32'],
      ['factor', 'f32'],
    ]);
  });

  test('refuses parameter types whose offsets are not 4 k', () => {
    expect(() => reflect('struct Params { v: vec4f }')).toThrow('only u32 and f32');
  });

  test('packParams refuses NaN and a missing field', () => {
    const fields = reflect(DOUBLE).fields;
    expect(() => packParams('k', fields, { n: 1, factor: Number.NaN })).toThrow('must be finite');
    expect(() => packParams('k', fields, { n: 1 })).toThrow('missing parameter factor');
  });

  test('foldGrid covers every group and stays within the limit', () => {
    expect(foldGrid(5, 97)).toEqual([5, 1]);
    expect(foldGrid(98, 97)).toEqual([49, 2]);
    expect(() => foldGrid(97 * 97 + 1, 97)).toThrow(RangeError);
  });
});
