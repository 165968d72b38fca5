import { ParseError } from '../../lib';
import type { TextOrigin } from '../parseTree';

/** A slot of a corpus that has no trees. */
export interface FlatSlot {
  readonly name: string;
  readonly words: readonly string[];
}

/**
 * Writes MTOP's decoupled form of a flat annotation, e.g. `[IN:alarm_set [SL:date friday ] [SL:time nine am ] ]`, which
 * tasks of templates and slots read. Slots stand in the order of their names, because word order is the language's own,
 * while translations of one utterance shall have one template, as MTOP's have.
 *
 * @throws ParseError for a name or word that the form cannot carry.
 */
export function flatForm(intent: string, slots: readonly FlatSlot[], origin: TextOrigin): string {
  const label = (name: string) => {
    if (/^[^\s[\]]+$/.test(name)) return name;
    throw failed(origin, `found the label ${name}, wanted one without spaces and brackets`);
  };
  const word = (text: string) => {
    if (text !== ']' && !/^\[(?:IN|SL):/.test(text)) return text;
    throw failed(origin, `found the word ${text} in a slot, which no decoupled form can carry`);
  };
  // The default order is that of UTF-16 units, the same in every locale; the sort is stable.
  const sorted = [...slots].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const inner = sorted.map(({ name, words }) => {
    const own = words.flatMap((text) => text.split(/\s+/)).filter((text) => text !== '');
    return `[SL:${label(name)} ${own.map(word).join(' ')} ] `;
  });
  return `[IN:${label(intent)} ${inner.join('')}]`;
}

function failed({ file, line, field }: TextOrigin, detail: string): ParseError {
  return new ParseError(file, line, field, detail);
}
