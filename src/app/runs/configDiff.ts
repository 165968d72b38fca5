import type { StudyConfig } from '../../report';

/** A field of the config that two runs have different values of. */
export interface ConfigDifference {
  /** With dots, e.g. `distil.epsilon`. */
  readonly field: string;
  readonly a: string;
  readonly b: string;
}

/** The fields in which two configs differ, in the order of the first; a list is one value. */
export function configDiff(a: StudyConfig, b: StudyConfig): ConfigDifference[] {
  const [left, right] = [flatten(a), flatten(b)];
  const fields = [...new Set([...left.keys(), ...right.keys()])];
  return fields.flatMap((field) => {
    const [one, other] = [left.get(field) ?? 'default', right.get(field) ?? 'default'];
    return one === other ? [] : [{ field, a: one, b: other }];
  });
}

function flatten(value: object, path = ''): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [key, child] of Object.entries(value)) {
    const field = path ? `${path}.${key}` : key;
    if (child !== null && typeof child === 'object' && !Array.isArray(child))
      for (const [own, text] of flatten(child, field)) fields.set(own, text);
    else fields.set(field, Array.isArray(child) ? child.join(', ') || 'none named' : String(child));
  }
  return fields;
}
