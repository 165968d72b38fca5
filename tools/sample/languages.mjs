/** The eleven languages of the sample and the locale of each in MTOP's sixth column. */
export const LOCALES = {
  en: 'en_XX',
  de: 'de_XX',
  es: 'es_XX',
  fr: 'fr_XX',
  hi: 'hi_XX',
  th: 'th_XX',
  sw: 'sw_XX',
  so: 'so_XX',
  tl: 'tl_XX',
  mr: 'mr_XX',
  fi: 'fi_XX',
};

/** Language codes, English first. */
export const LANGUAGES = Object.keys(LOCALES);

/** MTOP's eleven domains; each is a file in `templates/`. */
export const DOMAINS = [
  'alarm',
  'calling',
  'event',
  'messaging',
  'music',
  'news',
  'people',
  'recipes',
  'reminder',
  'timer',
  'weather',
];
