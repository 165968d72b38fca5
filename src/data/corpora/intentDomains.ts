const DOMAINS: readonly (readonly [domain: string, noun: RegExp])[] = [
  ['alarm', /_ALARM$/],
  ['timer', /_TIMER$/],
  ['reminder', /_REMINDER(?:_|$)/],
  ['music', /_MUSIC$/],
  ['news', /_NEWS$/],
  ['recipes', /_RECIPES$/],
  ['event', /_EVENT$/],
  ['messaging', /_MESSAGE$/],
  ['calling', /_CALL$/],
  ['weather', /^GET_(?:WEATHER|SUNRISE|SUNSET)$/],
];

/**
 * Gives the MTOP domain of a root intent where the intent's own name says it, e.g. `SNOOZE_ALARM` → `alarm`.
 *
 * @returns `''` for intents such as GET_CONTACT or GET_LOCATION that the name does not settle.
 */
export function domainOfIntent(intent: string): string {
  return DOMAINS.find(([, noun]) => noun.test(intent))?.[0] ?? '';
}
