// What `npm run align` prints of gold links and of slots.

const HEADINGS = ['sentences', 'precision', 'recall', 'F1', 'AER'];

/**
 * The figures of gold links as a table, SimAlign's below ours where they are asked for.
 *
 * @param {Pick<import('../src/worker').GoldOutcome, 'pairs' | 'scores' | 'fAlpha' | 'simalign'>} figures
 */
export function goldTable({ pairs, scores, fAlpha, simalign }) {
  const { links, sure, sureHits, possibleHits } = scores.counts;
  const four = ({ precision, recall, f1, aer }, show) => [precision, recall, f1, aer].map(show);
  const extra = fAlpha.alpha === 0.5 ? [] : [`F(${fAlpha.alpha})`];
  const row = [String(pairs), ...four(scores, exact), ...extra.map(() => exact(fAlpha.value))];
  const rows = simalign
    ? [
        ['', ...HEADINGS, ...extra],
        ['exact', ...row],
        ['simalign', String(pairs), ...four(simalign, (x) => x.toFixed(3)), ...extra.map(() => '')],
      ]
    : [[...HEADINGS, ...extra], row];
  const hits = `${links} links, ${sure} sure gold links; ${sureHits} links are sure, ${possibleHits} sure or possible`;
  return `${columns(rows)}\n${hits}`;
}

/**
 * Slot agreement, one line a language: of the plan, where there is one, and of the links, with their number, since few
 * links agree more easily than many.
 *
 * @param {import('../src/worker').AlignMtopOutcome} outcome
 */
export function slotTable({ corpus, split, settings, languages }) {
  const { method, layer, eps } = settings;
  const hasPlan = languages.some(({ plan }) => plan !== null);
  const of = ({ share, chanceShare, corrected, mean }) =>
    [share, chanceShare, corrected, mean.corrected].map(exact);
  const four = ['share', 'chance', 'corrected', 'per pair'];
  const head = ['', 'pairs', 'scored', ...(hasPlan ? four.map((one) => `plan ${one}`) : [])];
  const rows = languages.map(({ language, plan, links }) => {
    const { pairs, scored } = (plan ?? links).counts;
    const cells = [String(pairs), String(scored), ...(plan ? of(plan) : []), String(links.mass)];
    return [language, ...cells, ...of(links)];
  });
  const title = [
    `Slot agreement of ${corpus}, ${split}, English with each language`,
    `layer ${layer}, ${method}${hasPlan ? ` at epsilon ${eps}` : ''}`,
  ].join('; ');
  const heads = [...head, 'links', ...four.map((one) => `links ${one}`)];
  return `${title}\n${columns([heads, ...rows])}`;
}

/**
 * What was left out, by language.
 *
 * @param {import('../src/worker').AlignMtopOutcome} outcome
 * @returns {string[]}
 */
export function slotNotes({ languages, settings }) {
  return languages.flatMap(({ language, links, unlocated, byWord, unconverged, truncated }) => {
    const { counts } = links;
    const some = [
      [counts.withoutSlots, 'pairs have no slots on a side'],
      [counts.withoutShared, 'pairs have no slot of both sides'],
      [counts.rowsOnly, 'slots of English alone'],
      [counts.columnsOnly, `slots of ${language} alone`],
      [unlocated.english, 'slots whose words are not at one place in English'],
      [unlocated.foreign, `slots whose words are not at one place in ${language}`],
      [byWord, 'texts whose tokens have the slots of their words'],
      [unconverged, `plans not converged after ${settings.iterations} iterations`],
      [truncated, 'texts longer than the encoder takes'],
    ].filter(([count]) => count > 0);
    const list = some.map(([count, what]) => `${count} ${what}`).join(', ');
    return some.length > 0 ? [`${language}: left out or to know: ${list}`] : [];
  });
}

function exact(value) {
  return value === null ? '-' : value.toFixed(4);
}

/** Rows of cells under one another, numbers to the right. */
function columns(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) =>
          at === 0 && rows[0][0] === '' ? cell.padEnd(widths[at]) : cell.padStart(widths[at]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
