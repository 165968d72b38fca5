import { describe, expect, it } from 'vitest';
import { domainOfIntent } from './corpora/intentDomains';
import { findLanguage, LANGUAGES } from './languages';

describe('findLanguage', () => {
  it.each(
    Object.entries({
      eng: 'en',
      deu: 'de',
      spa: 'es',
      fra: 'fr',
      hin: 'hi',
      tha: 'th',
      swa: 'sw',
      swh: 'sw',
      som: 'so',
      fil: 'tl',
      tgl: 'tl',
      mar: 'mr',
      fin: 'fi',
      en_XX: 'en',
      PT_br: 'pt',
      'es-419': 'es',
      zh_CN: 'zh',
      'zh-TW': 'zh-Hant',
      'zh-Hant': 'zh-Hant',
      'sr-Cyrl-RS': 'sr',
    }),
  )('reads %s as %s', (code, language) => {
    expect(findLanguage(code)?.code).toBe(language);
  });

  it.each(['', 'xx', 'xx_US', 'english', 'data', '__proto__', 'constructor', 'en-', 'e'])(
    'does not know %j',
    (code) => expect(findLanguage(code)).toBeUndefined(),
  );

  it('has no spelling twice and every field filled', () => {
    const spellings = LANGUAGES.flatMap((info) => [info.code.toLowerCase(), ...info.aliases]);
    expect(new Set(spellings).size).toBe(spellings.length);
    for (const info of LANGUAGES) {
      expect(info.script).toMatch(/^[A-Z][a-z]{3}$/);
      // Intl prefers `fil`; the product says `tl`, as OPTICAL does.
      if (info.code !== 'tl') expect(new Intl.Locale(info.code).toString()).toBe(info.code);
      expect(info.name).not.toBe('');
    }
  });
});

describe('domainOfIntent', () => {
  it.each([
    ['SNOOZE_ALARM', 'alarm'],
    ['GET_REMINDER_DATE_TIME', 'reminder'],
    ['GET_SUNSET', 'weather'],
    ['GET_CALL_TIME', ''],
    ['GET_CONTACT', ''],
    ['GET_MESSAGE_CONTACT', ''],
  ])('of %s is %j', (intent, domain) => expect(domainOfIntent(intent)).toBe(domain));
});
