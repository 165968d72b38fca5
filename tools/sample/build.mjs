// Builds public/sample: `node tools/sample/build.mjs`; with `--check` it compares and writes nothing.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTemplates, readUnfit, readValues } from './grammar.mjs';
import { DOMAINS, LANGUAGES, LOCALES } from './languages.mjs';
import { selectRows } from './select.mjs';

const OUT = new URL('../../public/sample/', import.meta.url);
const SPLITS = ['train', 'eval', 'test'];
const FIRST_ID = 10_000_001;

/** Templates whose first test row goes to the alignment view: short, of eight domains. */
const ALIGNMENT = [
  'GET_WEATHER/2',
  'DELETE_ALARM/1',
  'GET_MESSAGE/1',
  'GET_LOCATION/4',
  'ADD_TO_PLAYLIST_MUSIC/1',
  'GET_RECIPES/3',
  'CREATE_REMINDER/1',
  'CREATE_TIMER/2',
];

/** One line of MTOP's TSV. */
function toLine(row, language) {
  const { template } = row;
  const { text, spans, tokens } = row.utterances[language];
  const slots = spans.map(({ start, end, label }) => `${start}:${end}:SL:${label}`).join(',');
  const words = tokens.map(({ start, length }) => text.slice(start, start + length));
  const inside = spans.map(({ start, end, label }) => {
    const part = tokens.flatMap((token, i) =>
      token.start >= start && token.start + token.length <= end ? [words[i]] : [],
    );
    return `[SL:${label} ${part.join(' ')} ] `;
  });
  const tree = `[IN:${template.intent} ${inside.join('')}]`;
  const json = JSON.stringify({ tokens: words, tokenSpans: tokens });
  const columns = [row.id, `IN:${template.intent}`, slots, text, template.domain];
  return [...columns, LOCALES[language], tree, json].join('\t');
}

/** Every file of the sample that the tool owns, as path -> text. */
function buildFiles() {
  const values = readValues();
  const templates = DOMAINS.flatMap(readTemplates);
  const splits = selectRows(templates, values, readUnfit());
  const files = new Map();
  const keyLines = ['id\tsplit\tintent\ttemplate\tunseen_template\tvalues'];
  let id = FIRST_ID;
  for (const split of SPLITS)
    for (const row of splits[split]) {
      row.id = String(id++);
      const { template, choice } = row;
      const chosen = template.variables.map(({ name }) => `${name}=${choice[name]}`).join(',');
      const unseen = template.held ? 1 : 0;
      keyLines.push([row.id, split, template.intent, template.id, unseen, chosen].join('\t'));
    }
  for (const language of LANGUAGES)
    for (const split of SPLITS) {
      const lines = splits[split].map((row) => toLine(row, language));
      files.set(`${language}/${split}.txt`, `${lines.join('\n')}\n`);
    }
  files.set('templates.tsv', `${keyLines.join('\n')}\n`);
  files.set('alignment.json', `${JSON.stringify(alignmentRows(splits.test), null, 1)}\n`);
  files.set('manifest.json', `${JSON.stringify(makeManifest(files, templates), null, 1)}\n`);
  return files;
}

/** The parallel utterances of the alignment view. */
function alignmentRows(test) {
  return ALIGNMENT.map((name) => {
    const row = test.find(({ template }) => template.id === name);
    if (!row) throw new Error(`alignment: no test row of ${name}`);
    const texts = LANGUAGES.map((language) => [language, row.utterances[language].text]);
    return { id: row.id, texts: Object.fromEntries(texts) };
  });
}

function makeManifest(files, templates) {
  const list = [...files].map(([path, text]) => ({
    path,
    bytes: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
    rows: path.endsWith('.json') ? JSON.parse(text).length : text.split('\n').length - 1,
  }));
  return {
    synthetic: true,
    licence: 'CC0-1.0',
    offsets: 'UTF-16 code units, end exclusive',
    languages: LANGUAGES,
    domains: DOMAINS,
    intents: new Set(templates.map(({ intent }) => intent)).size,
    templates: templates.length,
    files: list,
  };
}

const check = process.argv.includes('--check');
let stale = 0;
for (const [path, text] of buildFiles()) {
  const target = fileURLToPath(new URL(path, OUT));
  if (check) {
    if (existsSync(target) && readFileSync(target, 'utf8') === text) continue;
    console.error(`stale: public/sample/${path}`);
    stale++;
  } else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
if (stale > 0) process.exitCode = 1;
else console.log(check ? 'public/sample is up to date' : 'wrote public/sample');
