import { describe, expect, it } from 'vitest';
import { parseErrorFrom } from '../collections/testing';
import { readCorpus } from '../readCorpus';
import { textFile } from '../testing';

const GERMAN = `# licence: none
# id: 1
# text-en: wake me at nine
# text: Weck mich um neun!
# intent: alarm/set
1\tWeck\talarm/set\tO
2\tmich\talarm/set\tO
3\tum\talarm/set\tB-datetime
4\tneun\talarm/set\tI-datetime
5\t!\talarm/set\tO

# id: 2
# intent: Rate
# text: Regen?
1\tRegen\tRate\tB-weather/attribute
2\t?\tRate\tO
`;
const read = (text: string, path = 'de.test.conll') => readCorpus([textFile(path, text)]);
const first = async (text: string) => {
  const { corpus, problems } = await read(text);
  const [row] = corpus.splits.test;
  const messages = problems.map(({ message }) => message);
  return {
    row,
    messages,
    slots: row?.slots.map(({ name, start, end }) => [name, row.text.slice(start, end)]),
  };
};

describe('readXsid', () => {
  it('reads comments and tags', async () => {
    const { corpus, problems } = await read(GERMAN);
    expect(corpus).toMatchObject({ name: 'xSID', topic: 'intent' });
    expect(corpus.splits.test).toEqual([
      {
        ...{ id: '1', language: 'de', text: 'Weck mich um neun!', intent: 'alarm/set' },
        ...{ domain: 'alarm', slots: [{ name: 'datetime', start: 10, end: 17 }] },
        parse: '[IN:alarm/set [SL:datetime um neun ] ]',
      },
      {
        ...{ id: '2', language: 'de', text: 'Regen?', intent: 'Rate', domain: '' },
        slots: [{ name: 'weather/attribute', start: 0, end: 5 }],
        parse: '[IN:Rate [SL:weather/attribute Regen ] ]',
      },
    ]);
    expect(problems).toEqual([]);
  });

  it('reads CRLF, lines of spaces for empty ones, and sentences without a line between them', async () => {
    const want = (await read(GERMAN)).corpus;
    for (const text of [
      GERMAN.replaceAll('\n', '\r\n'),
      GERMAN.replace('\n\n', '\n \t\n\n'),
      GERMAN.replace('\n\n', '\n').trimEnd(),
    ])
      expect((await read(text)).corpus).toEqual(want);
  });

  it('numbers the sentences of a file without ids, bad ones too', async () => {
    const bare = GERMAN.replaceAll(/# id.*\n/g, '');
    const bad = '# text: x\n# intent: y\nno token\n\n';
    const { corpus, problems, badRows } = await read(bad + bare, 'en.test.conll');
    expect(corpus.splits.test.map(({ id }) => id)).toEqual(['2', '3']);
    expect(badRows).toBe(1);
    expect(problems.map(({ line, message }) => [line, message])).toEqual([
      [1, 'found no token, wanted number, token, intent and O, B-NAME or I-NAME between tabs'],
      [0, '2 rows without # id: their number is their id, first in line 5'],
    ]);
  });

  it('does not number some sentences of a file with ids', async () => {
    const { corpus, problems } = await read(GERMAN.replace('# id: 2\n', ''));
    expect(corpus.splits.test).toHaveLength(1);
    expect(problems[0]).toMatchObject({ field: 'id', message: expect.stringContaining('no # id') });
  });

  it('reads a script without spaces', async () => {
    const { slots } = await first(
      '# text = 设置闹钟为上午8点\n# intent = a\n1\t设置\ta\tO\n2\t闹钟\ta\tO\n3\t为\ta\tO\n4\t上午\ta\tB-t\n5\t8点\ta\tI-t\n',
    );
    expect(slots).toEqual([['t', '上午8点']]);
  });

  it('believes the text where tokens differ, and places what is at one place', async () => {
    const { row, slots, messages } = await first(
      GERMAN.replace('Weck mich um neun!', 'Wecke mich um neun!'),
    );
    expect(row?.text).toBe('Wecke mich um neun!');
    expect(slots).toEqual([['datetime', 'um neun']]);
    expect(messages).toEqual([
      '1 row whose tokens are not those of # text, which is believed, first in line 1',
    ]);
    const lost = await first(GERMAN.replace('Weck mich um neun!', 'Weck mich um acht!'));
    expect(lost.slots).toEqual([]);
    expect(lost.messages[0]).toBe(
      '1 row with a slot whose words are not at one place of # text, first in line 1',
    );
  });

  it('takes a stray I- tag as a start, and says so', async () => {
    const { slots, messages } = await first(
      '# id: 1\n# intent: a\n1\tx\ta\tI-t\n2\ty\ta\tI-t\n3\tz\ta\tI-u\n',
    );
    expect(slots).toEqual([
      ['t', 'x y'],
      ['u', 'z'],
    ]);
    expect(messages).toEqual([
      '1 row with an I- tag after another slot, taken as the start of one, first in line 1',
    ]);
  });

  it('reports # slots and token intents that say something else', async () => {
    const { messages, slots } = await first(
      GERMAN.replace('# intent: alarm/set', '# intent: alarm/show\n# slots: 0:4:verb'),
    );
    expect(slots).toEqual([['datetime', 'um neun']]);
    expect(messages).toEqual([
      '1 row whose tokens have another intent; # intent is believed, first in line 1',
      '1 row whose # slots are not those of the tags, which are believed, first in line 1',
    ]);
  });

  it.each([
    ['test.conll', 'no language in the name, wanted e.g. de.valid.conll'],
    ['de.conll', 'no split in the name, wanted e.g. de.valid.conll'],
  ])('refuses %s', async (path, message) => {
    expect(await parseErrorFrom(read(GERMAN, path))).toBe(`${path}: ${message}`);
  });

  it('leaves out a sentence with a word that no parse can carry', async () => {
    const { corpus, badRows } = await read(GERMAN.replace('3\tum', '3\t]'));
    expect([corpus.splits.test.length, badRows]).toEqual([1, 1]);
  });
});
