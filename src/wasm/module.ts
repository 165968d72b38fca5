import { RELAXED_SIMD, SIMD } from './modules';

/** What wasm/engine.ts exports; every address is in bytes. */
export interface EngineExports {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  solve(): void;
  packPanels(
    rows: number,
    count: number,
    d: number,
    width: number,
    out: number,
    staging: number,
  ): void;
  maxSim(
    queries: number,
    queryOffsets: number,
    queryCount: number,
    documents: number,
    documentOffsets: number,
    documentCount: number,
    d: number,
    best: number,
    scratch: number,
    scores: number,
  ): void;
  maxSimGroup(): number;
  packColumns(
    from: number,
    depth: number,
    padded: number,
    columns: number,
    width: number,
    out: number,
  ): void;
  multiply(
    a: number,
    b: number,
    out: number,
    rows: number,
    columns: number,
    depth: number,
    accumulate: number,
  ): void;
  adam(
    w: number,
    m: number,
    v: number,
    gradient: number,
    start: number,
    count: number,
    beta1: number,
    beta2: number,
    factor: number,
    pull: number,
    kept: number,
    rate: number,
    spread: number,
    epsilon: number,
  ): void;
  attention(
    q: number,
    k: number,
    v: number,
    count: number,
    width: number,
    heads: number,
    y: number,
    logSum: number,
    p: number,
    row: number,
    stream: number,
    threshold: number,
    keep: number,
  ): void;
  attentionBackward(
    q: number,
    k: number,
    v: number,
    dy: number,
    count: number,
    width: number,
    heads: number,
    dq: number,
    dk: number,
    dv: number,
    p: number,
    row: number,
    stream: number,
    threshold: number,
    keep: number,
  ): void;
  gelu(x: number, count: number): void;
  geluBackward(x: number, dy: number, count: number): void;
  exp2Values(at: number, count: number): void;
  log2Values(at: number, count: number): void;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

let compiled: { module: WebAssembly.Module; relaxed: boolean } | undefined;

/** The module this machine can run, compiled once: with fused multiply-add where relaxed SIMD is known. */
function compileEngine(): { module: WebAssembly.Module; relaxed: boolean } {
  if (compiled) return compiled;
  const fused = bytesOf(RELAXED_SIMD);
  const relaxed = WebAssembly.validate(fused);
  compiled = { module: new WebAssembly.Module(relaxed ? fused : bytesOf(SIMD)), relaxed };
  return compiled;
}

/** True where WebAssembly with SIMD runs, which every browser since 2023 has. */
export function hasWasm(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(bytesOf(SIMD));
}

/** True where the fused module is in use. */
export function usesRelaxedSimd(): boolean {
  return compileEngine().relaxed;
}

/**
 * A new instance with memory of its own.
 *
 * @throws WebAssembly.CompileError where WebAssembly has no SIMD.
 */
export function instantiate(): EngineExports {
  const instance = new WebAssembly.Instance(compileEngine().module);
  return instance.exports as unknown as EngineExports;
}
