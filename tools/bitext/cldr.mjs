// Pairs the spoken names of characters and emoji in the Unicode CLDR.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** CLDR files Tagalog under the code of Filipino. */
const CODES = { tl: 'fil' };

/** @returns {Map<string, string>} the text-to-speech name of each character. */
function readNames(modules, language) {
  const code = CODES[language] ?? language;
  const path = join(modules, `cldr-annotations-full/annotations/${code}/annotations.json`);
  const { annotations } = JSON.parse(readFileSync(path, 'utf8')).annotations;
  const named = Object.entries(annotations).filter(([, { tts }]) => tts?.[0]);
  return new Map(
    named.map(([character, { tts }]) => [character, tts[0].replace(/\s+/g, ' ').trim()]),
  );
}

/**
 * Pairs the English names with those of a language. Equal sides teach nothing and are left out,
 * and so is a pair that was seen before.
 *
 * @returns {{ pairs: [string, string][], dropped: { missing: number, identical: number,
 *   repeated: number } }}
 */
export function pairCldr(modules, language) {
  const names = readNames(modules, language);
  const seen = new Set();
  const pairs = [];
  const dropped = { missing: 0, identical: 0, repeated: 0 };
  for (const [character, english] of readNames(modules, 'en')) {
    const foreign = names.get(character);
    const key = `${english}\t${foreign}`;
    if (!foreign || foreign === '↑↑↑') dropped.missing++;
    else if (foreign.toLowerCase() === english.toLowerCase()) dropped.identical++;
    else if (seen.has(key)) dropped.repeated++;
    else {
      seen.add(key);
      pairs.push([english, foreign]);
    }
  }
  return { pairs, dropped };
}
