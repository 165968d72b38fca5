// Fills one template in one language: text, slot spans and tokens.

const PART = /\[([^[\]]*)\]|\{(\w+)(?:\.(\w+))?\}|<(\w+)\.(\w+)>/g;
const FRENCH_VOWEL = /^[aeiouyàâéèêëîïôœù]/i;

/**
 * @typedef {{ start: number, end: number, label: string }} Span  UTF-16 code units, end exclusive
 * @typedef {{ text: string, spans: Span[], tokens: { start: number, length: number }[] }} Utterance
 */

/**
 * Gives the utterance of a template for one choice of values.
 *
 * @param {import('./grammar.mjs').Template} template
 * @param {string} language
 * @param {Record<string, string>} choice key of the value of each variable
 * @param {Map<string, import('./grammar.mjs').ValueType>} values
 * @returns {Utterance}
 * @throws Error if a form is missing, a span splits a word or the text is untidy.
 */
export function realise(template, language, choice, values) {
  const variableOf = (name) => {
    const variable = template.variables.find((each) => each.name === name);
    if (!variable) throw new Error(`${template.id} ${language}: unknown variable ${name}`);
    return variable;
  };
  const formOf = (name, form) => {
    const type = values.get(variableOf(name).type);
    const list = type?.forms.get(form ? `${language}.${form}` : language);
    const value = list?.[type.keys.indexOf(choice[name])];
    if (value === undefined)
      throw new Error(`${template.id} ${language}: no form ${name}.${form ?? ''}`);
    return value;
  };

  /** @type {{ text: string, label?: string }[]} */
  const pieces = [];
  let last = 0;
  const source = template.texts[language];
  for (const match of source.matchAll(PART)) {
    const [whole, widened, name, form, agreeing, agreement] = match;
    pieces.push({ text: source.slice(last, match.index) });
    last = match.index + whole.length;
    if (widened !== undefined) {
      const label = variableOf(/\{(\w+)/.exec(widened)[1]).label;
      const inner = fillWidened(widened, formOf, language);
      pieces.push({ text: inner, label });
    } else if (agreeing) pieces.push({ text: formOf(agreeing, agreement) });
    else pieces.push({ text: formOf(name, form), label: variableOf(name).label });
  }
  pieces.push({ text: source.slice(last) });

  for (let i = 1; i < pieces.length; i++)
    [pieces[i - 1].text, pieces[i].text] = contract(pieces[i - 1].text, pieces[i].text, language);
  return assemble(pieces, language, template.id);
}

/** Fills the variables inside `[…]`, where words beside the value belong to the span. */
function fillWidened(widened, formOf, language) {
  let text = '';
  let last = 0;
  for (const match of widened.matchAll(PART)) {
    const [before, value] = contract(
      text + widened.slice(last, match.index),
      formOf(match[2], match[3]),
      language,
    );
    text = before + value;
    last = match.index + match[0].length;
  }
  return text + widened.slice(last);
}

/**
 * Mends a border: French elision (de Anna -> d'Anna), Spanish contraction (de el -> del), Thai
 * prepositions, which stand apart from a numeral but not from a word.
 */
function contract(left, right, language) {
  if (language === 'fr' && /(^|[\s'])(d|qu)e $/i.test(left) && FRENCH_VOWEL.test(right))
    return [left.replace(/e $/, "'"), right];
  if (language === 'es' && /(^|\s)(de|a) $/i.test(left) && right.startsWith('el '))
    return [left.replace(/ $/, 'l '), right.slice(3)];
  if (language === 'th' && /(ตอน|สัก) $/.test(left) && /^[ก-๙]/.test(right))
    return [left.trimEnd(), right];
  return [left, right];
}

/** Joins pieces, records spans, cuts tokens piece by piece so that no token crosses a span. */
function assemble(pieces, language, id) {
  let text = '';
  const spans = [];
  const tokens = [];
  for (const { text: piece, label } of pieces) {
    const start = text.length;
    for (const { index, segment } of cut(piece, language))
      tokens.push({ start: start + index, length: segment.length });
    text += piece;
    if (label) spans.push({ start, end: text.length, label });
  }
  if (/[[\]{}<>\t]|\s\s|^\s|\s$/.test(text)) throw new Error(`${id} ${language}: untidy "${text}"`);
  for (const { start, end } of spans) {
    const broken =
      language !== 'th' &&
      (/[\p{L}\p{M}\p{N}]/u.test(text[start - 1] ?? '') ||
        /[\p{L}\p{M}\p{N}]/u.test(text[end] ?? ''));
    if (broken) throw new Error(`${id} ${language}: span splits a word in "${text}"`);
  }
  return { text, spans, tokens };
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:[-'’:.][\p{L}\p{M}\p{N}]+)*|[^\s]/gu;
const FRENCH_WORD = /aujourd'hui|[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*'?|[^\s]/gu;
const THAI = new Intl.Segmenter('th', { granularity: 'word' });

/** Tokens of a piece: words, signs one by one; Thai words by the dictionary of ICU. */
function cut(piece, language) {
  if (language === 'th') return [...THAI.segment(piece)].filter(({ segment }) => segment.trim());
  const pattern = language === 'fr' ? FRENCH_WORD : WORD;
  return [...piece.matchAll(pattern)].map((match) => ({ index: match.index, segment: match[0] }));
}
