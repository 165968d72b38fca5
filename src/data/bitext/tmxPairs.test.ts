import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseErrorFrom, streamed } from '../collections/testing';
import { textFile } from '../testing';
import { allPairs, linesOf, shownPair } from './testing';
import { MOST_PAIRS_A_UNIT } from './tmxPairs';

const HEADER = '<header srclang="en" segtype="sentence" datatype="plaintext" adminlang="en"/>';
const tmx = (body: string, start = '<?xml version="1.0"?>\n') =>
  `${start}<tmx version="1.4">${HEADER}<body>\n${body}\n</body></tmx>\n`;
const tuv = (language: string, seg: string, attribute = 'xml:lang') =>
  `<tuv ${attribute}="${language}"><prop type="x">y</prop><seg>${seg}</seg></tuv>`;
const tu = (...variants: string[]) => `<tu>${variants.join('')}</tu>`;
const file = (text: string) => textFile('m.tmx', text);
const UTF16 = (text: string, mark: string, swap: boolean) => {
  const bytes = new Uint8Array(Buffer.from(mark + text, 'utf16le'));
  return { path: 'm.tmx', bytes: swap ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes };
};

describe('TMX', () => {
  it('has one pair a unit, in either order, by xml:lang or lang, whatever the region', async () => {
    const body = [
      tu(tuv('en-US', 'Hello'), tuv('SW', 'Habari')),
      tu(tuv('swh', 'Ndiyo', 'lang'), tuv('EN', 'Yes', 'lang')),
    ].join('\n');
    expect(await linesOf([file(tmx(body))])).toEqual(['3 Hello|Habari', '4 Yes|Ndiyo']);
  });

  it.each<[string, string, string]>([
    ['bpt and ept', 'a <bpt i="1">&lt;b></bpt>b<ept i="1">&lt;/b></ept> c', 'a b c'],
    ['ph, it and ut', 'a<ph x="1">&#60;img></ph><it pos="begin">{</it><ut>}</ut>b', 'ab'],
    ['hi', 'a <hi type="bold">b <hi>c</hi></hi>', 'a b c'],
    ['sub inside code', 'a<ph>x<sub>note <bpt>y</bpt> z</sub>w</ph>b', 'ab'],
    ['code inside hi', '<hi>a<ph/>b</hi><bpt i="2"/>', 'ab'],
    ['an unknown element', 'a <g id="1">b</g>', 'a b'],
    ['entities and CDATA', '&lt;a&gt; &amp; &#233;&#x8a9e; <![CDATA[<b>]]>', '<a> & é語 <b>'],
    ['line breaks', '\n  a\r\n  b  c\n', 'a b  c'],
    ['comments and instructions', 'a<!-- x --> <?y z?>b', 'a b'],
    ['U+2028 and U+0085', 'a\u2028b\u0085c', 'a\u2028b\u0085c'],
  ])('reads %s', async (_, seg, want) => {
    const found = await linesOf([file(tmx(tu(tuv('en', seg), tuv('sw', 'x'))))]);
    expect(found).toEqual([`3 ${want}|x`]);
  });

  it('pairs every English variant with every one of each other language', async () => {
    const body = tu(
      ...[tuv('en', 'a'), tuv('en-GB', 'b'), tuv('sw', 'x'), tuv('sw', 'y'), tuv('so', 'z')],
    );
    const { pairs } = await allPairs([file(tmx(body))]);
    expect([...pairs].map(([key, list]) => [key, list.map(shownPair)])).toEqual([
      ['m sw', ['3 a|x', '3 a|y', '3 b|x', '3 b|y']],
      ['m so', ['3 a|z', '3 b|z']],
    ]);
  });

  it('bounds the pairs of one unit, and says what it left out', async () => {
    const many = (language: string) => Array.from({ length: 1000 }, () => tuv(language, 'a'));
    const { pairs, problems } = await allPairs([file(tmx(tu(...many('en'), ...many('sw'))))]);
    expect(pairs.get('m sw')).toHaveLength(MOST_PAIRS_A_UNIT);
    expect(problems[0]?.message).toBe(
      '999936 pairs left out: of a unit 64 a language are made at most',
    );
  });

  it('takes a score from a property of the unit', async () => {
    const scored = '<tu><prop type="score-bicleaner">0.75</prop>';
    const body = `${scored}${tuv('en', 'a')}${tuv('sw', 'x')}</tu>`;
    expect(await linesOf([file(tmx(body))])).toEqual(['3 a|x|0.75']);
  });

  it('is UTF-8 or UTF-16 by mark, first bytes or declaration', async () => {
    const text = (encoding: string) =>
      tmx(tu(tuv('en', 'é'), tuv('hi', 'ह')), `<?xml version="1.0" encoding="${encoding}"?>\n`);
    const want = ['3 é|ह'];
    const files = [
      file(`\ufeff${text('utf-8')}`),
      file(text('UTF-16')),
      ...[true, false].flatMap((swap) => [
        UTF16(text('UTF-16'), '\ufeff', swap),
        UTF16(text('utf-16'), '', swap),
      ]),
    ];
    for (const one of files)
      for (const size of [1, 3, 1000]) expect(await linesOf([streamed(one, size)])).toEqual(want);
    const latin = tmx(
      tu(tuv('en', 'é'), tuv('sw', 'x')),
      '<?xml version="1.0" encoding="ISO-8859-1"?>\n',
    );
    const bytes = new Uint8Array(Buffer.from(latin, 'latin1'));
    expect(await linesOf([{ path: 'm.tmx', bytes }])).toEqual(['3 é|x']);
  });

  it('skips a document type, and expands no entity of its own', async () => {
    const laughs = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>';
    const body = [
      tu(tuv('en', 'a'), tuv('sw', 'x')),
      tu(tuv('en', '&b;'), tuv('sw', 'y')),
      tu(tuv('en', '&constructor;'), tuv('sw', 'z')),
      tu(tuv('en', '&__proto__;'), tuv('sw', 'z')),
    ].join('\n');
    const { pairs, problems, bad } = await allPairs([
      file(tmx(body, `<?xml version="1.0"?>${laughs}\n`)),
    ]);
    expect(pairs.get('m sw')?.map(shownPair)).toEqual(['3 a|x']);
    expect(bad).toBe(3);
    expect(problems.map(({ line, field, message }) => `${line} ${field}: ${message}`)).toEqual(
      [4, 5, 6].map((line) => `${line} tu: the XML is malformed: undefined entity.`),
    );
    const dtd = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">';
    expect(await linesOf([file(tmx(tu(tuv('en', 'a'), tuv('sw', 'x')), dtd))])).toHaveLength(1);
  });

  it('lists units that are no pair or malformed, and keeps the others', async () => {
    const body = [
      tu(tuv('sw', 'x'), tuv('so', 'y')),
      tu(tuv('en', 'a'), tuv('tlh', 'y'), tuv('', 'z')),
      '<tu><tuv xml:lang="en"><seg>a <b>c</seg></tuv></tu>',
      tu(tuv('en', 'a'), tuv('sw', 'x')),
    ].join('\n');
    const { pairs, problems, bad } = await allPairs([file(tmx(body))]);
    expect(pairs.get('m sw')?.map(shownPair)).toEqual(['6 a|x']);
    expect(bad).toBe(3);
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '3: found sw, so, wanted en and another known language',
      '4: found en, tlh, no language, wanted en and another known language',
      '5: the XML is malformed: unexpected close tag.',
      '0: 2 variants left out: their languages are not known: tlh, ',
    ]);
  });

  it.each<[string, string, RegExp]>([
    [
      'an end too early',
      tmx(tu(tuv('en', 'a'), tuv('sw', 'x'))).slice(0, -20),
      /^m.tmx, line 3: the file ends inside <tu>, wanted <\/tmx>; it is cut off/,
    ],
    ['another root', '<html><body/></html>', /^m.tmx, line 1: found <html>, wanted <tmx>$/],
    ['no element', 'just text', /^m.tmx.*: found no element, wanted <tmx>$/],
    [
      'an unknown encoding',
      '<?xml version="1.0" encoding="klingon"?><tmx/>',
      /^m.tmx, line 1: found the encoding klingon/,
    ],
  ])('refuses %s', async (_, text, message) => {
    expect(await parseErrorFrom(allPairs([file(text)]))).toMatch(message);
  });

  it('refuses bytes that are not of its encoding', async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode(tmx('')), 0xff]);
    expect(await parseErrorFrom(allPairs([{ path: 'm.tmx', bytes }]))).toMatch(/not utf-8/);
  });

  it('refuses a text without end', async () => {
    const endless = {
      path: 'm.tmx',
      async *chunks() {
        yield new TextEncoder().encode('<tmx><body><tu><tuv xml:lang="en"><seg>');
        const chunk = new Uint8Array(2 ** 20).fill(0x61);
        for (;;) yield chunk;
      },
    };
    expect(await parseErrorFrom(allPairs([endless]))).toMatch(
      /found no tag in 67108864 characters/,
    );
  });

  it('gives the same pairs however the bytes arrive', async () => {
    const unit = fc.constantFrom('a', 'é', '😀', '&amp;', ' ', '<hi>b</hi>', '<ph/>', '\n', '&no;');
    const segment = fc.array(unit, { maxLength: 6 }).map((units) => units.join(''));
    const units = fc.array(fc.tuple(segment, segment), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(units, fc.integer({ min: 1, max: 50 }), async (list, size) => {
        const whole = file(tmx(list.map(([a, b]) => tu(tuv('en', a), tuv('sw', b))).join('\n')));
        const read = await allPairs([whole]);
        expect(await allPairs([streamed(whole, size)])).toEqual(read);
        expect((read.pairs.get('m sw')?.length ?? 0) + read.bad).toBe(list.length);
      }),
      { numRuns: 40 },
    );
  });
});
