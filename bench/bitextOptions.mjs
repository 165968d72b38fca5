import { Exit } from './say.mjs';

/** Filters of `--filter` that are switches, and the fields that they fill. */
const SWITCHES = {
  identical: 'identical',
  duplicates: 'duplicates',
  script: 'script',
  language: 'language',
};
/** Those that want a number. */
const NUMBERS = { score: 'score', length: 'lengthRatio' };

/**
 * What `--filter` and `--fields` say of bitext; undefined where neither is given. The page checks ranges.
 *
 * @param {{ filter?: string, fields?: string }} values
 * @throws {Exit} 64 for an unknown filter, a number that is none, or fields that do not name both sides
 */
export function pairsOf({ filter, fields }) {
  if (filter === undefined && fields === undefined) return undefined;
  return {
    ...(filter !== undefined && { filters: filtersOf(filter) }),
    ...(fields !== undefined && { fields: fieldsOf(fields) }),
  };
}

function filtersOf(text) {
  const filters = {};
  for (const part of partsOf(text)) {
    const [name = '', value] = part.split('=');
    if (Object.hasOwn(SWITCHES, name) && value === undefined) filters[SWITCHES[name]] = true;
    else if (Object.hasOwn(NUMBERS, name) && value?.trim() && Number.isFinite(Number(value)))
      filters[NUMBERS[name]] = Number(value);
    else
      throw new Exit(
        64,
        `--filter: expected identical, duplicates, script, language, length=3, score=0.5, got "${part}"`,
      );
  }
  return filters;
}

function fieldsOf(text) {
  const fields = {};
  for (const part of partsOf(text)) {
    const at = part.indexOf('=');
    fields[part.slice(0, at)] = part.slice(at + 1);
  }
  const { english, foreign, score, ...others } = fields;
  if (!english || !foreign || Object.keys(others).length > 0)
    throw new Exit(
      64,
      `--fields: expected english=COLUMN,foreign=COLUMN and perhaps score=COLUMN, got "${text}"`,
    );
  return { english, foreign, ...(score && { score }) };
}

function partsOf(text) {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
