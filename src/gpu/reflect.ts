import type { DType } from './tensor';

export type BindingSpace = 'uniform' | 'read' | 'read_write';

export interface Binding {
  readonly index: number;
  readonly name: string;
  readonly space: BindingSpace;
  /** Element type of a storage array; undefined for the uniform. */
  readonly dtype: DType | undefined;
}

export interface ShaderInterface {
  readonly bindings: readonly Binding[];
  /** Name and type of each parameter, in order; field k sits at byte 4 k. */
  readonly fields: readonly (readonly [name: string, type: DType])[];
}

const BINDING =
  /@group\(0\) @binding\((\d+)\) var<(?:uniform|storage, (read|read_write))> (\w+): ([^;]+);/g;
const PARAMS = /struct Params \{([^}]*)\}/;

/**
 * Reads bindings and parameter fields from the WGSL text, so that they are declared once.
 *
 * @throws Error if a parameter is neither u32 nor f32 (offsets would no longer be 4 k), or a storage
 *   array is of another element type.
 */
export function reflect(source: string): ShaderInterface {
  const bindings = [...source.matchAll(BINDING)].map(([, index, access, name, type]) => ({
    index: Number(index),
    name: name!,
    space: (access ?? 'uniform') as BindingSpace,
    dtype: access ? elementType(name!, type!) : undefined,
  }));
  const body = (source.match(PARAMS)?.[1] ?? '').replace(/\/\/.*$/gm, '');
  const fields = [...body.matchAll(/(\w+): (\w+)/g)].map(([, name, type]) => {
    if (type !== 'u32' && type !== 'f32')
      throw new Error(`Params.${name}: only u32 and f32 fields are allowed, got ${type}`);
    return [name!, type] as const;
  });
  return { bindings, fields };
}

function elementType(name: string, type: string): DType {
  if (/^array<(f32|vec4f)>$/.test(type)) return 'f32';
  if (/^array<(u32|vec4u)>$/.test(type)) return 'u32';
  throw new Error(`binding ${name}: expected array<f32|vec4f|u32|vec4u>, got ${type}`);
}

/** Splits a line of workgroups into `[x, y]` with both at most `limit` and little waste. */
export function foldGrid(groups: number, limit: number): [number, number] {
  const y = Math.max(1, Math.ceil(groups / limit));
  if (y > limit)
    throw new RangeError(`foldGrid: ${groups} workgroups do not fit ${limit} x ${limit}`);
  return [Math.ceil(groups / y), y];
}

/** Lays parameters out as the shader's `Params` struct, padded to 16 bytes. */
export function packParams(
  kernel: string,
  fields: ShaderInterface['fields'],
  params: Readonly<Record<string, number>>,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(Math.max(16, Math.ceil(fields.length / 4) * 16)));
  fields.forEach(([field, type], slot) => {
    const value = params[field];
    if (value === undefined) throw new Error(`${kernel}: missing parameter ${field}`);
    if (!Number.isFinite(value))
      throw new RangeError(`${kernel}: parameter ${field} must be finite, got ${value}`);
    if (type === 'u32') view.setUint32(slot * 4, value, true);
    else view.setFloat32(slot * 4, value, true);
  });
  return new Uint8Array(view.buffer);
}
