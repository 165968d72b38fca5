import type * as v from 'valibot';
import { configSchema } from './config';

/** What one value of a field is. */
export type ValueKind =
  | {
      readonly kind: 'number';
      readonly integer: boolean;
      /** Bounds; `above` and `below` are not in it. */
      readonly least?: number;
      readonly most?: number;
      readonly above?: number;
      readonly below?: number;
      readonly multipleOf?: number;
    }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'text' }
  /** Of several forms, such as `auto` or two groups. */
  | { readonly kind: 'other' };

/** A field of the study config as its schema has it. */
export interface ConfigField {
  /** With dots, e.g. `distil.epsilon`. */
  readonly path: string;
  readonly value: ValueKind;
  readonly list: boolean;
}

/** Every field of the study config, in the order of the schema. */
export function configFields(): readonly ConfigField[] {
  return fieldsOf(configSchema, '');
}

/** The parts of a schema that are looked at; valibot's own types know them one by one. */
interface Node {
  readonly type: string;
  readonly wrapped?: Node;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly item?: Node;
  readonly options?: readonly string[];
  readonly pipe?: readonly (Node & { readonly requirement?: unknown })[];
}

function fieldsOf(schema: v.GenericSchema, path: string): ConfigField[] {
  const node = unwrapped(schema as unknown as Node);
  return Object.entries(node.entries ?? {}).flatMap(([key, child]) => {
    const own = path ? `${path}.${key}` : key;
    const inner = unwrapped(child);
    if (inner.entries) return fieldsOf(inner as unknown as v.GenericSchema, own);
    const list = inner.type === 'array';
    return [{ path: own, value: kindOf(list ? inner.item! : inner), list }];
  });
}

function unwrapped(node: Node): Node {
  return node.wrapped ? unwrapped(node.wrapped) : node;
}

function kindOf(node: Node): ValueKind {
  switch (node.type) {
    case 'number':
      return numberOf(node);
    case 'picklist':
      return { kind: 'choice', options: node.options! };
    case 'boolean':
      return { kind: 'boolean' };
    case 'string':
      return { kind: 'text' };
    default:
      return { kind: 'other' };
  }
}

const BOUNDS: Readonly<Record<string, string>> = {
  min_value: 'least',
  max_value: 'most',
  gt_value: 'above',
  lt_value: 'below',
  multiple_of: 'multipleOf',
};

/** Pipes lie in pipes where a bound is added to one that has some. */
function numberOf(node: Node): ValueKind {
  const checks = checksOf(node);
  const bounds = checks.flatMap(({ type, requirement }) =>
    BOUNDS[type] && typeof requirement === 'number' ? [[BOUNDS[type], requirement]] : [],
  );
  const integer = checks.some(({ type }) => type === 'integer');
  return { kind: 'number', integer, ...Object.fromEntries(bounds) };
}

function checksOf(node: Node): readonly (Node & { readonly requirement?: unknown })[] {
  return (node.pipe ?? []).flatMap((part) => (part.pipe ? checksOf(part) : [part]));
}
