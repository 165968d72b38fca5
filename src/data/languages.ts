import type { Language } from './types';

/** One language the readers know, with what the screen needs to show its text. */
export interface LanguageInfo {
  /** BCP-47, the spelling used in rows and reports. */
  readonly code: Language;
  /** English display name. */
  readonly name: string;
  /** ISO 15924, e.g. `Latn`. */
  readonly script: string;
  /** Other spellings found in file names: ISO 639-3, old codes, macro-language members. */
  readonly aliases: readonly string[];
}

// code | English name | script | aliases. One row a language keeps the table readable and diffable.
const TABLE = `
af|Afrikaans|Latn|afr
am|Amharic|Ethi|amh
ar|Arabic|Arab|ara arb
az|Azerbaijani|Latn|aze azj
bar|Bavarian|Latn|de-ba
bar-IT|South Tyrolean|Latn|de-st
be|Belarusian|Cyrl|bel
bg|Bulgarian|Cyrl|bul
bn|Bengali|Beng|ben
bs|Bosnian|Latn|bos
ca|Catalan|Latn|cat
cs|Czech|Latn|ces cze
cy|Welsh|Latn|cym wel
da|Danish|Latn|dan
de|German|Latn|deu ger
el|Greek|Grek|ell gre
en|English|Latn|eng
es|Spanish|Latn|spa
et|Estonian|Latn|est ekk
eu|Basque|Latn|eus baq
fa|Persian|Arab|fas per pes
fi|Finnish|Latn|fin
fr|French|Latn|fra fre
ga|Irish|Latn|gle
gl|Galician|Latn|glg
gsw|Swiss German|Latn|
gu|Gujarati|Gujr|guj
ha|Hausa|Latn|hau
he|Hebrew|Hebr|heb iw
hi|Hindi|Deva|hin
hr|Croatian|Latn|hrv
hu|Hungarian|Latn|hun
hy|Armenian|Armn|hye arm
id|Indonesian|Latn|ind
ig|Igbo|Latn|ibo
is|Icelandic|Latn|isl ice
it|Italian|Latn|ita
ja|Japanese|Jpan|jpn
jv|Javanese|Latn|jav jw
ka|Georgian|Geor|kat geo
kk|Kazakh|Cyrl|kaz
km|Khmer|Khmr|khm
kn|Kannada|Knda|kan
ko|Korean|Kore|kor
ky|Kyrgyz|Cyrl|kir
lo|Lao|Laoo|lao
lt|Lithuanian|Latn|lit
lv|Latvian|Latn|lav lvs
mk|Macedonian|Cyrl|mkd mac
ml|Malayalam|Mlym|mal
mn|Mongolian|Cyrl|mon khk
mr|Marathi|Deva|mar
ms|Malay|Latn|msa may zsm
my|Burmese|Mymr|mya bur
nap|Neapolitan|Latn|
nb|Norwegian Bokmål|Latn|nob no nor
ne|Nepali|Deva|nep npi
nl|Dutch|Latn|nld dut
pa|Punjabi|Guru|pan
pl|Polish|Latn|pol
ps|Pashto|Arab|pus pbt
pt|Portuguese|Latn|por
ro|Romanian|Latn|ron rum
ru|Russian|Cyrl|rus
si|Sinhala|Sinh|sin
sk|Slovak|Latn|slk slo
sl|Slovenian|Latn|slv
so|Somali|Latn|som
sq|Albanian|Latn|sqi alb als
sr|Serbian|Cyrl|srp
sv|Swedish|Latn|swe
sw|Swahili|Latn|swa swh
ta|Tamil|Taml|tam
te|Telugu|Telu|tel
th|Thai|Thai|tha
tl|Tagalog (Filipino)|Latn|tgl fil
tr|Turkish|Latn|tur
uk|Ukrainian|Cyrl|ukr
ur|Urdu|Arab|urd
uz|Uzbek|Latn|uzb uzn
vi|Vietnamese|Latn|vie
xh|Xhosa|Latn|xho
yo|Yoruba|Latn|yor
zh|Chinese (Simplified)|Hans|zho chi cmn zh-cn zh-hans
zh-Hant|Chinese (Traditional)|Hant|zh-tw zh-hk zh-mo
zu|Zulu|Latn|zul
`;

/** The languages that file names, folders and JSON keys may name, by code. */
export const LANGUAGES: readonly LanguageInfo[] = TABLE.trim()
  .split('\n')
  .map((row) => {
    const [code = '', name = '', script = '', aliases = ''] = row.split('|');
    return { code, name, script, aliases: aliases.split(' ').filter(Boolean) };
  });

const BY_SPELLING = new Map<string, LanguageInfo>();
for (const info of LANGUAGES)
  for (const spelling of [info.code, ...info.aliases])
    BY_SPELLING.set(spelling.toLowerCase(), info);

/**
 * Gives the language a code names, whatever the packaging's spelling: `eng`, `pt_BR`, `de_XX`, `SW`.
 *
 * A region is dropped unless it decides the script (`zh-TW`).
 * @returns undefined for a code that is not in {@link LANGUAGES}.
 */
export function findLanguage(code: string): LanguageInfo | undefined {
  const spelling = code.toLowerCase().replaceAll('_', '-');
  const exact = BY_SPELLING.get(spelling);
  if (exact) return exact;
  // A region is two letters or three digits; MTOP writes `de_XX`.
  const bare = /^([a-z]{2,3})(?:-[a-z]{4})?-(?:[a-z]{2}|\d{3})$/.exec(spelling)?.[1];
  return bare === undefined ? undefined : BY_SPELLING.get(bare);
}

/** The known codes in one line, for error messages. */
export const KNOWN_CODES = LANGUAGES.map((info) => info.code).join(' ');
