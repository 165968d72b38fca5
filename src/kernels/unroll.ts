const OPEN = /^\s*\/\/ @unroll (\w+) (\w+)\.\.(\w+)\s*$/;
const END = /^\s*\/\/ @end\s*$/;

/**
 * Expands `// @unroll i 0..N` ... `// @end` blocks of a WGSL text: the lines between are repeated for i from
 * 0 to N - 1, `$i` replaced by the number, `$iu` by the number as an unsigned literal. Blocks nest; a bound
 * may be the name of one of `values`. Every other `$name` must be one of `values`, so that a misspelt one is
 * an error and not a strange shader.
 *
 * WGSL has no constant-indexed register arrays: `array<vec4f, 16>` in a loop goes to memory. Unrolled
 * variables `row0` to `row15` stay in registers.
 *
 * @param values whole numbers by name.
 * @throws Error with the line of the text (from 1) if a bound or name is unknown, a range runs backwards,
 *   or a block is not closed or not open.
 */
export function unroll(source: string, values: Readonly<Record<string, number>> = {}): string {
  const lines = source.split('\n');
  const root: Block = { line: 0, name: '', low: '0', high: '1', body: [] };
  const open = [root];
  lines.forEach((text, index) => {
    const line = index + 1;
    const head = OPEN.exec(text);
    if (head) {
      const [, name, low, high] = head as unknown as [string, string, string, string];
      const block: Block = { line, name, low, high, body: [] };
      open.at(-1)!.body.push(block);
      open.push(block);
    } else if (END.test(text)) {
      if (open.length === 1) throw new Error(`unroll: line ${line}: @end without @unroll`);
      open.pop();
    } else open.at(-1)!.body.push({ line, text });
  });
  const last = open.at(-1)!;
  if (last !== root) throw new Error(`unroll: line ${last.line}: @unroll without @end`);
  return expand(root.body, values).join('\n');
}

interface Line {
  readonly line: number;
  readonly text: string;
}

interface Block {
  readonly line: number;
  readonly name: string;
  readonly low: string;
  readonly high: string;
  readonly body: (Line | Block)[];
}

function expand(body: Block['body'], values: Readonly<Record<string, number>>): string[] {
  return body.flatMap((part) => {
    if ('text' in part) return [substitute(part, values)];
    const [low, high] = [bound(part, part.low, values), bound(part, part.high, values)];
    if (low > high) throw new Error(`unroll: line ${part.line}: ${low}..${high} runs backwards`);
    const rounds = Array.from({ length: high - low }, (_, k) => low + k);
    return rounds.flatMap((value) => expand(part.body, { ...values, [part.name]: value }));
  });
}

function substitute({ line, text }: Line, values: Readonly<Record<string, number>>): string {
  return text.replace(/\$(\w+)/g, (_, name: string) => {
    if (!Object.hasOwn(values, name) && name.endsWith('u'))
      return `${known(line, name.slice(0, -1), values)}u`;
    return String(known(line, name, values));
  });
}

function bound({ line }: Block, text: string, values: Readonly<Record<string, number>>): number {
  return /^\d+$/.test(text) ? Number(text) : known(line, text, values);
}

function known(line: number, name: string, values: Readonly<Record<string, number>>): number {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new Error(`unroll: line ${line}: ${name} is not known`);
  if (!Number.isInteger(value)) throw new Error(`unroll: line ${line}: ${name} is ${value}`);
  return value;
}
