import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Encoder } from '../encoders';
import { openNodeEncoder } from '../encoders/testing/nodeEncoder';
import { type OtEngine, openOtEngine } from '../ot';
import { alignMtop } from './alignMtop';
import type { AlignMtopJob, AlignSettings } from './alignTypes';

const SETTINGS: AlignSettings = {
  ...{ method: 'ot', itermaxOn: 'similarity', layer: 6, eps: 0.1, iterations: 500 },
  ...{ tolerance: 1e-4, marginals: { kind: 'balanced' }, distortion: 0, tau: 0.5 },
  ...{ pool: 'any', scores: false },
};

let encoder: Encoder;
let engine: OtEngine;
beforeAll(async () => {
  encoder = await openNodeEncoder();
  engine = await openOtEngine({ threads: 1 });
});
afterAll(() => {
  engine.close();
  return encoder.close();
});

/** Texts and parses by language, one item an utterance, in XSemPLR's packaging. */
function corpus(...items: Record<string, readonly [string, string]>[]) {
  const side = (item: Record<string, readonly [string, string]>, at: 0 | 1) =>
    Object.fromEntries(Object.entries(item).map(([language, both]) => [language, both[at]]));
  const rows = items.map((item, id) => ({
    ...{ id: String(id), question: side(item, 0), mr: { slot_intent: side(item, 1) } },
  }));
  return [{ path: 'mtop/test.json', bytes: new TextEncoder().encode(JSON.stringify(rows)) }];
}

const ALARM = {
  en: [
    'wake me at seven with loud music',
    '[IN:CREATE_ALARM [SL:DATE_TIME at seven ] [SL:ALARM_NAME loud music ] ]',
  ],
  de: [
    'weck mich mit lauter Musik um sieben',
    '[IN:CREATE_ALARM [SL:DATE_TIME um sieben ] [SL:ALARM_NAME lauter Musik ] ]',
  ],
  // The official packaging's Thai has no spaces.
  th: ['ปลุกฉันตอนเจ็ดโมง', '[IN:CREATE_ALARM [SL:DATE_TIME ตอนเจ็ดโมง ] ]'],
} as const;
const CALL = {
  en: ['call my mother', '[IN:CREATE_CALL [SL:CONTACT my mother ] ]'],
  de: ['ruf Anna an', '[IN:CREATE_CALL [SL:CONTACT_RELATED meine ] ]'],
} as const;
const PLAIN = { en: ['stop', '[IN:STOP ]'], de: ['halt', '[IN:STOP ]'] } as const;

function run(job: Partial<AlignMtopJob> = {}, change: Partial<AlignSettings> = {}) {
  const seen: string[] = [];
  const tools = {
    openEncoder: async () => encoder,
    openPool: async () => undefined,
    openTransport: async () => ({ ...engine, close() {} }),
    now: () => 0,
    onProgress: (stage: string, done: number, total: number) =>
      void seen.push(`${stage} ${done}/${total}`),
  };
  const whole: AlignMtopJob = {
    ...{ corpus: corpus(ALARM, CALL, PLAIN), languages: ['de'], split: 'test' },
    ...job,
    settings: { ...SETTINGS, ...change },
  };
  return alignMtop(whole, tools).then((outcome) => ({ ...outcome, seen }));
}

describe('alignMtop', () => {
  test('translated slots agree well above chance; what cannot agree is counted', async () => {
    const { languages, seen, problems } = await run();
    const [de] = languages;
    const [first, second, third] = de!.perPair;
    expect(first!.plan).toMatchObject({ shared: ['DATE_TIME', 'ALARM_NAME'], rowsOnly: [] });
    expect(first!.plan!.corrected).toBeGreaterThan(0.5);
    expect(first!.links.share).toBe(1);
    expect(second!.plan).toMatchObject({ share: null, rowsOnly: ['CONTACT'], columnsOnly: [] });
    expect(third!.plan).toMatchObject({ share: null, rowsOnly: [], columnsOnly: [] });
    expect(de).toMatchObject({
      plan: { counts: { pairs: 3, scored: 1, withoutSlots: 2, rowsOnly: 1 } },
      links: { counts: { pairs: 3, scored: 1 } },
      // CONTACT_RELATED stands in the parse alone.
      unlocated: { english: 0, foreign: 1 },
      ...{ byWord: 0, unconverged: 0, truncated: 0 },
    });
    expect(seen.at(-1)).toBe('align 3/3');
    expect(problems.join()).toContain('CONTACT_RELATED "meine" not found in the text');
  });

  test('chance of a balanced plan is by numbers of tokens', async () => {
    const { languages } = await run({ corpus: corpus(ALARM) });
    const { mass, chance } = languages[0]!.perPair[0]!.plan!;
    const count = (text: string) => encoder.tokenise(text).pieces.length - 2;
    const [n, m] = [count(ALARM.en[0]), count(ALARM.de[0])];
    const [time, name] = [count('at seven'), count('loud music')];
    expect(mass).toBeCloseTo((time + name) / n, 3);
    const wanted = (time / n) * (count('um sieben') / m) + (name / n) * (count('lauter Musik') / m);
    expect(chance).toBeCloseTo(wanted, 3);
  });

  test('a method without plan has links alone; subword links have the slots of subwords', async () => {
    const words = await run({}, { method: 'mutual' });
    expect(words.languages[0]!.plan).toBeNull();
    expect(words.languages[0]!.links.share).toBeGreaterThan(0.6);
    const tokens = await run({}, { method: 'mutual', pool: 'none' });
    expect(tokens.languages[0]!.perPair[0]!.links.mass).toBeGreaterThanOrEqual(4);
  });

  test('utterances that all languages have, at most so many', async () => {
    const both = await run({ languages: ['de', 'th'] });
    expect(both.languages.map(({ perPair }) => perPair.map(({ id }) => id))).toEqual([
      ['0'],
      ['0'],
    ]);
    const few = await run({ limit: 2 });
    expect(few.languages[0]!.perPair).toHaveLength(2);
    expect(few.limit).toBe(2);
  });

  test('a language or split that is not there is refused', async () => {
    await expect(run({ languages: ['fr'] })).rejects.toThrow(
      '--language: test of MTOP (XSemPLR) has de, th beside English, got fr',
    );
    await expect(run({ languages: ['en'] })).rejects.toThrow('got en');
    await expect(run({ split: 'dev' })).rejects.toThrow('dev of MTOP (XSemPLR) has no rows');
  });
});
