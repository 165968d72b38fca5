import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../languages';
import { languageCheck } from './languageId';
import { lengthRule } from './lengthRatio';
import { countScripts, expectedScripts, SCRIPTS } from './scripts';

function scriptsOf(text: string) {
  const counts = new Float64Array(SCRIPTS.length);
  const { characters, letters } = countScripts(text, counts);
  const found = SCRIPTS.flatMap((script, at) => (counts[at]! > 0 ? [[script, counts[at]]] : []));
  return { characters, letters, scripts: Object.fromEntries(found) };
}

describe('scripts', () => {
  it('are expected of every language that files may name', () => {
    for (const { code } of LANGUAGES) expect(expectedScripts(code), code).not.toEqual([]);
    expect(expectedScripts('sr')).toEqual(['Cyrillic', 'Latin']);
    expect(expectedScripts('ja')).toEqual(['Hiragana', 'Katakana', 'Han']);
    expect(expectedScripts('tlh')).toEqual([]);
  });

  it.each([
    ['Hello, 5 worlds!', 16, { Latin: 11 }],
    ['ภาษาไทย', 7, { Thai: 7 }],
    ['हिन्दी', 6, { Devanagari: 6 }],
    ['カタカナ ひらがな 漢字', 12, { Katakana: 4, Hiragana: 4, Han: 2 }],
    ['𠀀😀𝔘', 3, { Han: 1 }],
    ['རྒྱ', 3, { Other: 1 }],
    ['123 .…', 6, {}],
  ])('of %s', (text, characters, scripts) => {
    const letters = Object.values(scripts).reduce((sum, count) => sum + count, 0);
    expect(scriptsOf(text)).toEqual({ characters, letters, scripts });
  });
});

describe('lengthRule', () => {
  it('counts characters where a language has no spaces', () => {
    expect(lengthRule('de', 'words')).toEqual({ unit: 'words', expected: 1 });
    expect(lengthRule('th', 'words')).toEqual({ unit: 'characters', expected: 1 });
    expect(lengthRule('zh-TW', 'characters')).toEqual({ unit: 'characters', expected: 0.26 });
  });
});

describe('languageCheck', () => {
  const TEXTS = {
    en: 'The rain falls on every roof of this old town and nobody minds it much.',
    de: 'Der Regen fällt auf alle Dächer dieser alten Stadt, und niemand stört sich daran.',
    fi: 'Sade lankeaa tämän vanhan kaupungin kaikille katoille eikä kukaan välitä siitä.',
    sw: 'Mvua inanyesha juu ya kila paa la mji huu wa zamani na hakuna anayejali sana.',
    so: 'Roobku wuxuu ku da’ayaa saqaf kasta oo magaaladan duugga ah, qofna kama walwalo.',
    hi: 'इस पुराने शहर की हर छत पर बारिश हो रही है और किसी को इसकी चिंता नहीं है।',
    mr: 'या जुन्या शहराच्या प्रत्येक छतावर पाऊस पडत आहे आणि कोणालाही त्याची पर्वा नाही.',
    th: 'ฝนตกลงบนหลังคาทุกหลังของเมืองเก่าแห่งนี้และไม่มีใครสนใจมากนัก',
  };

  it('passes a sentence of its language and no other', async () => {
    for (const language of Object.keys(TEXTS)) {
      const check = await languageCheck(language);
      for (const [other, text] of Object.entries(TEXTS))
        expect(check?.(text) ?? false, `${other} for ${language}`).toBe(other === language);
    }
  });

  it('does not judge short texts, or languages that it does not know', async () => {
    expect((await languageCheck('en'))?.('Short.')).toBeUndefined();
    expect((await languageCheck('sw'))?.('1234567890 1234567890 1234567890 12')).toBeUndefined();
    for (const language of ['cy', 'eu', 'ga', 'is', 'tlh'])
      expect([language, await languageCheck(language)]).toEqual([language, undefined]);
  });
});
