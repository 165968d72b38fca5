import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTree, template, topSlots, treeWords } from './parseTree';
import { onlyParseErrors, parseErrorOf } from './testing';

const NESTED =
  '[IN:SEND_MESSAGE [SL:RECIPIENT [IN:GET_CONTACT [SL:CONTACT_RELATED my ] [SL:TYPE_RELATION mom ] ] ] [SL:CONTENT_EXACT we made it ] ]';

describe('parseTree', () => {
  it('reads a nested tree', () => {
    const tree = parseTree(NESTED);
    expect(tree.label).toBe('SEND_MESSAGE');
    expect(topSlots(tree).map((slot) => [slot.label, treeWords(slot).join(' ')])).toEqual([
      ['RECIPIENT', 'my mom'],
      ['CONTENT_EXACT', 'we made it'],
    ]);
  });

  it('keeps brackets inside words', () => {
    expect(treeWords(parseTree('[IN:A :] [ a] ]'))).toEqual([':]', '[', 'a]']);
  });

  it.each([
    ['', 'column 1: wanted [IN:'],
    ['hello', 'column 1: found hello, wanted [IN:'],
    ['[SL:A x ]', 'column 1: found [SL:A, wanted [IN:'],
    ['[IN: ]', 'column 1: found [IN:, wanted a label after [IN:'],
    ['[IN:A] ]', 'column 1: found [IN:A], wanted a label after [IN:'],
    ['[IN:A [SL:B x ]', 'column 16: A is not closed, wanted ]'],
    ['[IN:A ] ]', 'column 9: found ] after the end of the tree'],
    ['] [IN:A', 'column 1: found ] without an open bracket, wanted [IN:'],
    ['[IN:A ] [IN:B ]', 'column 9: found [IN:B after the end of the tree'],
  ])('refuses %j with the position', (text, message) => {
    expect(parseErrorOf(() => parseTree(text, { file: 'f', line: 7, field: 'parse' }))).toBe(
      `f, line 7, parse: ${message}`,
    );
  });

  it('accepts 64 levels and refuses 65', () => {
    const deep = (levels: number) => '[IN:A '.repeat(levels) + '] '.repeat(levels);
    expect(template(parseTree(deep(64))).length).toBe(64 * 7 - 1);
    expect(parseErrorOf(() => parseTree(deep(65)))).toBe('parse: column 385: more than 64 levels');
  });

  it('throws nothing but ParseError', () => {
    const piece = fc.constantFrom('[IN:', '[SL:', 'A', ']', '[', ' ', 'ก', '\u0085');
    fc.assert(
      fc.property(fc.array(piece), (parts) => onlyParseErrors(() => parseTree(parts.join('')))),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => onlyParseErrors(() => parseTree(text))),
    );
  });
});

describe('template', () => {
  it('drops words and keeps labels in order', () => {
    expect(template(parseTree(NESTED))).toBe(
      '[IN:SEND_MESSAGE [SL:RECIPIENT [IN:GET_CONTACT [SL:CONTACT_RELATED] [SL:TYPE_RELATION]]] [SL:CONTENT_EXACT]]',
    );
  });

  it('is the same for other words and another for another order', () => {
    const a = template(parseTree('[IN:A [SL:B x ] [SL:C y z ] ]'));
    expect(template(parseTree('[IN:A [SL:B q ] [SL:C r ] ]'))).toBe(a);
    expect(template(parseTree('[IN:A [SL:C y z ] [SL:B x ] ]'))).not.toBe(a);
  });
});
