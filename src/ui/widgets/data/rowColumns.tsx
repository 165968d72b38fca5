import type { ReactNode } from 'react';
import { formatCount, formatNumber, languageLabel, type PreviewRow } from '../../../app';
import { ShownText } from './ShownText';

/** A column of the preview; what has no room on narrow screens is in the row's details. */
export interface RowColumn {
  readonly label: string;
  /** As CSS spells it; none takes what is left. */
  readonly width?: string;
  readonly wide?: boolean;
  readonly right?: boolean;
  readonly cell: (row: PreviewRow) => ReactNode;
}

type Kind = PreviewRow['kind'];
type Of<K extends Kind> = Extract<PreviewRow, { kind: K }>;

/** A cell that knows the kind of its rows; another kind cannot be in the table. */
function of<K extends Kind>(kind: K, cell: (row: Of<K>) => ReactNode): RowColumn['cell'] {
  return (row) => (row.kind === kind ? cell(row as Of<K>) : null);
}

export const ROW_COLUMNS: Readonly<Record<Kind, readonly RowColumn[]>> = {
  utterance: [
    { label: 'Id', width: '8rem', wide: true, cell: of('utterance', ({ id }) => <bdi>{id}</bdi>) },
    {
      label: 'Language',
      width: '6.5rem',
      cell: of('utterance', ({ language }) => languageLabel(language)),
    },
    {
      label: 'Text, slots underlined',
      cell: of('utterance', ({ text, language, slots }) => (
        <ShownText text={text} language={language} slots={slots} />
      )),
    },
    {
      label: 'Intent',
      width: '13rem',
      wide: true,
      cell: of('utterance', ({ intent }) => <bdi>{intent}</bdi>),
    },
    {
      label: 'Domain',
      width: '7rem',
      wide: true,
      cell: of('utterance', ({ domain }) => <bdi>{domain}</bdi>),
    },
  ],
  pair: [
    {
      label: 'English',
      cell: of('pair', ({ english }) => <ShownText text={english} language="en" />),
    },
    {
      label: 'Translation',
      cell: of('pair', ({ foreign, language }) => <ShownText text={foreign} language={language} />),
    },
    {
      ...{ label: 'Score', width: '5.5rem', wide: true, right: true },
      cell: of('pair', ({ score }) => (score === null ? '–' : formatNumber(score))),
    },
  ],
  text: [
    { label: 'Id', width: '9rem', wide: true, cell: of('text', ({ id }) => <bdi>{id}</bdi>) },
    {
      label: 'Language',
      width: '6.5rem',
      cell: of('text', ({ language }) => languageLabel(language)),
    },
    {
      label: 'Text',
      cell: of('text', ({ text, language }) => <ShownText text={text} language={language} />),
    },
  ],
  judgement: [
    { label: 'Query', cell: of('judgement', ({ query }) => <bdi>{query}</bdi>) },
    { label: 'Document', cell: of('judgement', ({ document }) => <bdi>{document}</bdi>) },
    {
      ...{ label: 'Grade', width: '5.5rem', right: true },
      cell: of('judgement', ({ grade }) => formatCount(grade)),
    },
  ],
};

/** Everything of a row, for its details. */
export function rowFacts(row: PreviewRow): readonly (readonly [string, ReactNode])[] {
  switch (row.kind) {
    case 'utterance': {
      const { text, language, slots, intent, domain, id } = row;
      const named = slots.map(({ name, start, end }) => `${name}: ${text.slice(start, end)}`);
      return [
        ['text', <ShownText key="text" text={text} language={language} slots={slots} />],
        ['slots', <ShownText key="slots" text={named.join(' · ') || 'none'} language={language} />],
        ['intent', `${intent}${domain && `, domain ${domain}`}`],
        ['id', `${id}, ${languageLabel(language)}`],
      ];
    }
    case 'pair':
      return [
        ['English', <ShownText key="english" text={row.english} language="en" />],
        [
          languageLabel(row.language),
          <ShownText key="foreign" text={row.foreign} language={row.language} />,
        ],
        ...(row.score === null ? [] : [['score', String(row.score)] as const]),
      ];
    case 'text':
      return [
        ['text', <ShownText key="text" text={row.text} language={row.language} />],
        ['id', `${row.id}, ${languageLabel(row.language)}`],
      ];
    case 'judgement':
      return [
        ['query', row.query],
        ['document', row.document],
        ['grade', String(row.grade)],
      ];
  }
}
