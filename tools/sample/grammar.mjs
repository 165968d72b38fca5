// Reads the grammar: `values/<type>.txt` and `templates/<domain>.txt`. Their format is in README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { LANGUAGES } from './languages.mjs';

const HERE = new URL('.', import.meta.url);

/**
 * @typedef {{ keys: string[], held: Set<string>, forms: Map<string, string[]> }} ValueType
 * `forms` maps `fi.gen` (language, dot, form) or `fi` to one string per key; `held` are test-only keys.
 * @typedef {{ name: string, type: string, label: string }} Variable
 * @typedef {{ id: string, intent: string, domain: string, held: boolean, variables: Variable[],
 *   texts: Record<string, string> }} Template
 * A `held` template occurs in the test split alone.
 */

/** Lines of a file without blank lines and `#` comments. */
function readLines(path) {
  const text = readFileSync(new URL(path, HERE), 'utf8');
  return text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

/** @returns {Map<string, ValueType>} every value type, by the name of its file. */
export function readValues() {
  const files = readdirSync(new URL('values/', HERE)).sort();
  return new Map(files.map((file) => [file.replace('.txt', ''), readValueType(file)]));
}

/** @returns {ValueType} */
function readValueType(file) {
  const [head, ...rows] = readLines(`values/${file}`);
  if (!head.startsWith('keys: ')) throw new Error(`${file}: first line must be "keys: …"`);
  const marked = head.slice(6).trim().split(/\s+/);
  const keys = marked.map((key) => key.replace('*', ''));
  const held = new Set(keys.filter((_, i) => marked[i].endsWith('*')));
  if (new Set(keys).size !== keys.length) throw new Error(`${file}: a key occurs twice`);

  const forms = new Map();
  for (const row of rows) {
    const [, form, list] = /^([a-z]{2}(?:\.\w+)?): (.*)$/.exec(row) ?? [];
    if (!form) throw new Error(`${file}: cannot read "${row}"`);
    const values = list.split(' ; ').map((value) => value.trim());
    if (values.length !== keys.length || values.includes(''))
      throw new Error(`${file}: ${form} has ${values.length} values, wanted ${keys.length}`);
    if (forms.has(form)) throw new Error(`${file}: ${form} is given twice`);
    forms.set(form, values);
  }
  return { keys, held, forms };
}

/** @returns {Set<string>} pairs of values that never go together, as `dish=curry ingredient=chicken`. */
export function readUnfit() {
  return new Set(readLines('unfit.txt'));
}

/** @returns {Template[]} all templates of one domain, in file order. */
export function readTemplates(domain) {
  const templates = [];
  for (const line of readLines(`templates/${domain}.txt`)) {
    if (line.startsWith('= ')) templates.push(readHead(line.slice(2), domain));
    else {
      const [, language, text] = /^([a-z]{2}): (.*)$/.exec(line) ?? [];
      const template = templates.at(-1);
      if (!template || !LANGUAGES.includes(language) || template.texts[language])
        throw new Error(`${domain}: cannot place "${line}"`);
      template.texts[language] = text;
    }
  }
  for (const template of templates)
    for (const language of LANGUAGES)
      if (!template.texts[language]) throw new Error(`${template.id}: no text for ${language}`);
  return templates;
}

/** Reads `CREATE_ALARM/4* time=time:DATE_TIME day=day:DATE_TIME`; the star holds a template out. */
function readHead(head, domain) {
  const [name, ...rest] = head.trim().split(/\s+/);
  const id = name.replace('*', '');
  const variables = rest.map((part) => {
    const [, variable, type, label] = /^(\w+)=(\w+):(\w+)$/.exec(part) ?? [];
    if (!variable) throw new Error(`${domain}: cannot read variable "${part}"`);
    return { name: variable, type, label };
  });
  return {
    id,
    intent: id.split('/')[0],
    domain,
    held: name.endsWith('*'),
    variables,
    texts: {},
  };
}
