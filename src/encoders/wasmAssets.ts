// `?url` makes the build copy these files beside the page: no CDN, works offline and under a CSP of 'self'.
import asyncifyModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import plainModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import plainBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { ExecutionProvider } from './types';

/** URLs of onnxruntime's glue module and its binary. */
export interface WasmPaths {
  readonly mjs: string;
  readonly wasm: string;
}

/** The runtime's files as the built page serves them; the WebGPU build is the larger one. */
export function builtWasmPaths(provider: ExecutionProvider): WasmPaths {
  const absolute = (url: string) => new URL(url, import.meta.url).href;
  return provider === 'webgpu'
    ? { mjs: absolute(asyncifyModule), wasm: absolute(asyncifyBinary) }
    : { mjs: absolute(plainModule), wasm: absolute(plainBinary) };
}
