import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitWords } from '../lib';
import { trainLexicon } from './lexicon';

const pair = (foreign: string, english: string) => ({ foreign, english });
// Each word stands beside several others, so that meeting often tells what belongs together.
const GERMAN = [
  pair('rufe Maria an', 'Call Maria'),
  pair('rufe Peter an', 'Call Peter'),
  pair('Stelle den Wecker', 'Set the alarm'),
  pair('Stelle den Timer', 'Set the timer'),
  pair('wo ist der Wecker', 'where is my alarm'),
  pair('wo ist Berlin', 'where is Berlin'),
  pair('der Timer', 'timer'),
  pair('wo', 'where'),
  pair('die Straße', 'road'),
];

describe('trainLexicon', () => {
  it('translates word for word, in the order of the query', () => {
    const lexicon = trainLexicon(GERMAN);
    expect(lexicon.translate('Berlin IST wo').text).toBe('Berlin is where');
    expect(lexicon.translate('Timer').text).toBe('timer');
    expect(lexicon.translate('STRASSE').text).toBe('road'); // folded
  });

  it('keeps unknown words as they are spelt, and numbers even if it knows them', () => {
    const lexicon = trainLexicon([...GERMAN, pair('um 7', 'at noon'), pair('um', 'at')]);
    expect(lexicon.translate('Timer für McDonald, 7:30!')).toEqual({
      text: 'timer für McDonald 7 30',
      translated: 1,
      kept: 4,
      dropped: 0,
    });
    expect(lexicon.forward.translations('7')![0]!.target).toBe('noon');
  });

  it('writes English words as they are spelt within sentences', () => {
    const pairs = [
      pair('spiel Musik', 'Play music'),
      pair('bitte spiel', 'please play'),
      pair('bitte WhatsApp', 'please WhatsApp'),
      pair('Musik', 'MUSIC'),
      pair('Musik', 'MUSIC'),
    ];
    const lexicon = trainLexicon(pairs);
    expect(lexicon.translate('spiel whatsapp Musik').text).toBe('play WhatsApp music');
  });

  it('drops a word whose English comes from NULL, but never the whole query', () => {
    // "the" stands in every English sentence, whatever is foreign, and "oh" beside it alone.
    const pairs = ['a', 'b', 'c', 'd', 'e', 'f'].map((w) => pair(w, `the ${w}${w}`));
    const lexicon = trainLexicon([...pairs, pair('oh a', 'the aa'), pair('oh b', 'the bb')], {
      reverse: true,
    });
    expect(lexicon.translate('oh c')).toEqual({ text: 'cc', translated: 1, kept: 0, dropped: 1 });
    const alone = lexicon.translate('oh');
    expect([alone.translated, alone.dropped]).toEqual([1, 0]);
    expect(alone.text).not.toBe('');
  });

  it('asks both directions where it is told to', () => {
    // After one iteration "at" is likelier for neun, .5 against .33; but at makes neun less often than nine does: .6, 1.
    const pairs = [
      ...[pair('neun', 'at nine'), pair('neun', 'at nine'), pair('neun', 'at ninth')],
      ...[pair('zehn', 'at ten'), pair('zehn', 'at ten')],
    ];
    const one = trainLexicon(pairs, { iterations: 1 });
    const both = trainLexicon(pairs, { iterations: 1, reverse: true });
    expect(one.backward).toBeUndefined();
    expect(one.translate('neun').text).toBe('at');
    expect(both.backward!.probability('neun', 'at')).toBeCloseTo(0.6, 14);
    expect(both.translate('neun').text).toBe('nine');
  });

  it('prefers the same spelling among equals', () => {
    const lexicon = trainLexicon([pair('Berlin', 'visit Berlin')]);
    expect(lexicon.translate('berlin').text).toBe('Berlin');
  });

  it('accounts for every word of any string', () => {
    const lexicon = trainLexicon([...GERMAN, pair('__proto__ x', 'constructor y')]);
    const known = fc.constantFrom(...GERMAN.map((one) => one.foreign), '__proto__', '\ud800', '७');
    const query = fc
      .array(fc.oneof(known, fc.string({ unit: 'binary' })), { maxLength: 4 })
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(query, (text) => {
        const words = splitWords(text).length;
        const result = lexicon.translate(text);
        expect(result.translated + result.kept + result.dropped).toBe(words);
        expect(splitWords(result.text).length).toBe(result.translated + result.kept);
        expect(result.text === '').toBe(words === 0);
        expect(lexicon.translate(text)).toEqual(result);
      }),
      { numRuns: 60 },
    );
    expect(lexicon.translate('x'.repeat(1e5)).kept).toBe(1);
  });

  it('refuses pairs without words', () => {
    expect(() => trainLexicon([pair('?', '!')])).toThrow('none of 1 pairs has words on both sides');
  });
});
