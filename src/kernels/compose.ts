import { unroll } from './unroll';

const PARTS = import.meta.glob<string>('../../shaders/parts/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const INCLUDE = /^[ \t]*\/\/ @include (\w+)[ \t]*$/gm;

/**
 * A shader whose lines `// @include NAME` are replaced by `shaders/parts/NAME.wgsl`, and whose `@unroll` blocks
 * and `$names` are expanded (see `unroll`). Parts include no parts. A compile error names a line of the
 * composed text, which the kernel's `source` holds.
 *
 * @param values whole numbers for the `$names`.
 * @param choices what a NAME in capitals stands for, such as `{ TOKENS: 'alignedTokens' }`.
 * @throws Error if there is no such part, or by `unroll`.
 */
export function compose(
  source: string,
  values: Readonly<Record<string, number>> = {},
  choices: Readonly<Record<string, string>> = {},
): string {
  const whole = source.replace(INCLUDE, (_, name: string) => {
    const part = PARTS[`../../shaders/parts/${choices[name] ?? name}.wgsl`];
    if (part === undefined)
      throw new Error(`compose: no shaders/parts/${choices[name] ?? name}.wgsl`);
    return part;
  });
  return unroll(whole, values);
}
