import { expect } from 'vitest';
import { Gpu } from '../gpu';
import { gpuTest } from '../gpu/testing';
import { openBackend } from './backend';

gpuTest('f16 storage wants WGSL; what was chosen is said', ({ scope }) => {
  const { device, adapter, gridLimit } = scope.gpu;
  const gpu = (software: boolean) => new Gpu(device, { ...adapter, software }, gridLimit);
  const opened = (software: boolean, backend: 'auto' | 'wasm' | 'wgsl', storage: 'f32' | 'f16') => {
    const { nn, kind, why } = openBackend(gpu(software), { backend, storage });
    expect(nn.kind).toBe(kind);
    nn[Symbol.dispose]();
    return why;
  };
  expect(opened(true, 'auto', 'f32')).toBe('WASM: the adapter is a CPU');
  expect(opened(false, 'auto', 'f16')).toBe(
    'WGSL: the adapter is hardware, frozen encoder layers as f16',
  );
  expect(opened(true, 'wgsl', 'f16')).toBe('WGSL: asked for, frozen encoder layers as f16');
  expect(() => opened(true, 'auto', 'f16')).toThrow(
    'storage: f16 is for the WGSL backend, models are trained in WASM (the adapter is a CPU)',
  );
  expect(() => opened(false, 'wasm', 'f16')).toThrow('(asked for); expected f32, or backend wgsl');
});
