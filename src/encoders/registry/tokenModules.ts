import { float32Tensor, readSafetensors } from '../../lib';
import type { Encoded } from '../types';
import type { Hearing } from './download';
import type { ModelFiles } from './modelFiles';
import type { Activation, TokenModule } from './modules';

/** A module with its weights: from one token vector to another. */
interface LoadedModule {
  readonly outputs: number | undefined;
  apply(from: Float32Array): Float32Array;
}

/** Changes all vectors of a set, token by token. */
export interface TokenMap {
  /** Length of what comes out. */
  readonly outputs: number;
  apply(encoded: Encoded): Encoded;
}

const LEAST_NORM = 1e-12;

/**
 * Loads the modules behind a transformer: projections of ColBERT exports, and what scales to unit norm.
 *
 * @throws ParseError for weights that are missing or ill-shaped; RangeError where a module does not fit the one before.
 */
export async function loadModules(
  files: ModelFiles,
  modules: readonly TokenModule[],
  width: number,
  hearing: (path: string) => Hearing,
): Promise<TokenMap> {
  const loaded: LoadedModule[] = [];
  let size = width;
  for (const module of modules) {
    if (module.kind === 'normalise') {
      loaded.push({ outputs: undefined, apply: unit });
      continue;
    }
    if (module.inputs !== size)
      throw new RangeError(
        `encoder ${files.origin.name}: ${module.path} takes ${module.inputs} values, got ${size}`,
      );
    loaded.push(await loadDense(files, module, hearing));
    size = module.outputs;
  }
  return {
    outputs: size,
    apply: (encoded) => (loaded.length > 0 ? mapped(encoded, loaded, size) : encoded),
  };
}

/** Where a dense module's weights lie. */
export function denseFile(path: string): string {
  return path === '' ? 'model.safetensors' : `${path}/model.safetensors`;
}

async function loadDense(
  files: ModelFiles,
  { path, inputs, outputs, bias, activation }: Extract<TokenModule, { kind: 'dense' }>,
  hearing: (path: string) => Hearing,
): Promise<LoadedModule> {
  const file = denseFile(path);
  const tensors = readSafetensors(await files.read(file, hearing(file)), file);
  const w = float32Tensor(tensors, 'linear.weight', [outputs, inputs]);
  const b = bias ? float32Tensor(tensors, 'linear.bias', [outputs]) : undefined;
  const act = ACTIVATE[activation];
  return {
    outputs,
    apply(x) {
      const y = new Float32Array(outputs);
      for (let row = 0; row < outputs; row++) {
        let sum = b?.[row] ?? 0;
        for (let k = 0, at = row * inputs; k < inputs; k++, at++) sum += w[at]! * x[k]!;
        y[row] = act(sum);
      }
      return y;
    },
  };
}

const ACTIVATE: Readonly<Record<Activation, (x: number) => number>> = {
  identity: (x) => x,
  gelu: (x) => x * 0.5 * (1 + erf(x / Math.SQRT2)),
  tanh: Math.tanh,
  relu: (x) => Math.max(0, x),
};

/** Error function; Abramowitz and Stegun 7.1.5 near 0, the continued fraction 7.1.14 beyond. Relative error about 1e-13. */
function erf(x: number): number {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let [term, sum] = [x, x];
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (z + fraction);
  return Math.sign(x) * (1 - Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction));
}

function unit(x: Float32Array): Float32Array {
  let sum = 0;
  for (const value of x) sum += value * value;
  const norm = Math.max(Math.sqrt(sum), LEAST_NORM);
  return x.map((value) => value / norm);
}

function mapped(encoded: Encoded, modules: readonly LoadedModule[], size: number): Encoded {
  const { vectors, dimension } = encoded;
  const tokens = vectors.length / dimension;
  const result = new Float32Array(tokens * size);
  for (let token = 0; token < tokens; token++) {
    let row: Float32Array = vectors.slice(token * dimension, (token + 1) * dimension);
    for (const module of modules) row = module.apply(row);
    result.set(row, token * size);
  }
  return { ...encoded, vectors: result, dimension: size };
}
