import type { CorpusRows } from './corpusRows';
import { eachTableRow, splitOfRow } from './eachTableRow';
import { type MtopCells, readMtopRow } from './mtopRow';
import type { TableCells } from './tableCells';
import type { CorpusFile } from './types';

type Names = Readonly<Record<keyof MtopCells, string>>;

const WILL_HELD: Names = {
  id: 'id',
  intent: 'intent',
  slots: 'slot',
  text: 'utterance',
  domain: 'domain',
  locale: 'locale',
  parse: 'dcp_form',
  tokens: 'tokens',
};

const TASKSOURCE: Names = {
  id: 'idx',
  intent: 'intent',
  slots: 'spans',
  text: 'question',
  domain: 'domain',
  locale: 'lang',
  parse: 'logical_form',
  // `tokenized_question` is a text without places, which say nothing about the unit of the spans.
  tokens: '',
};

/** Reads a table of `WillHeld/mtop`; its file names the split, the locale column the language. */
export async function readWillHeld(file: CorpusFile, rows: CorpusRows): Promise<void> {
  await readMtopTable(file, rows, WILL_HELD);
}

/** Reads a table of `tasksource/mtop`: one file a split, all languages in it. */
export async function readTasksource(file: CorpusFile, rows: CorpusRows): Promise<void> {
  await readMtopTable(file, rows, TASKSOURCE);
}

async function readMtopTable(file: CorpusFile, rows: CorpusRows, names: Names): Promise<void> {
  await eachTableRow(file, rows, (cells) => {
    const split = splitOfRow(cells, file.place);
    const context = {
      file: file.file.path,
      line: cells.line,
      names,
      language: undefined,
      rows,
    };
    return { split, row: readMtopRow(mtopCells(cells, names), context) };
  });
}

function mtopCells(cells: TableCells, names: Names): MtopCells {
  const text = (cell: keyof MtopCells) => cells.text(names[cell]);
  return {
    id: text('id'),
    intent: text('intent'),
    slots: text('slots'),
    text: text('text'),
    domain: text('domain'),
    locale: text('locale'),
    parse: text('parse'),
    tokens: cells.has(names.tokens) ? text('tokens') : undefined,
  };
}
