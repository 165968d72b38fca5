// What the screens are held to, and the table that says how they did.

/**
 * @typedef {'at most' | 'at least'} Side
 * @typedef {{ name: string, title: string, unit: string, side: Side, limit: number }} Target
 * @typedef {Target & { samples: number[], median: number | null, ok: boolean, note?: string }} Judged
 */

/** @type {readonly Target[]} In the order in which they are measured. */
export const TARGETS = [
  target('first-picture', 'first picture, cold', 'ms', 'at most', 3000),
  target('live', 'engine live, cold', 'ms', 'at most', 10_000),
  target('initial-js', 'initial JavaScript, gzipped', 'KB', 'at most', 300),
  target('epsilon', 'ε slider, input to repaint, 32×32', 'ms', 'at most', 50),
  target('hover', 'hover, pointer to cursor, 64×64', 'ms', 'at most', 16),
  target('curves', 'curves of 20,000 steps, A/B toggled', 'ms', 'at most', 50),
  target('scroll', 'table of 100,000 queries, scrolling', 'frames/s', 'at least', 50),
];

function target(name, title, unit, side, limit) {
  return { name, title, unit, side, limit };
}

/** The middle value; the mean of the two in the middle of an even number; null of none. */
export function median(samples) {
  if (samples.length === 0) return null;
  const sorted = samples.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)];
  return Number.isInteger(half) ? (sorted[half - 1] + upper) / 2 : upper;
}

/**
 * Holds samples to their target by the median. Nothing measured is a miss, with the reason.
 *
 * @param {Target} wanted
 * @param {{ samples: readonly number[], note?: string }} measured
 * @returns {Judged}
 */
export function judge(wanted, { samples, note }) {
  const value = median(samples);
  const ok =
    value !== null && (wanted.side === 'at most' ? value <= wanted.limit : value >= wanted.limit);
  return { ...wanted, samples: [...samples], median: value, ok, ...(note && { note }) };
}

const HEADINGS = ['measure', 'median', 'worst', 'limit', 'unit', 'samples', ''];

/** One line a measure, text left and figures right. @param {readonly Judged[]} measures */
export function uiTable(measures) {
  const lines = [HEADINGS, ...measures.map(cells)];
  const widths = HEADINGS.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  const figures = [1, 2, 3, 5];
  return lines
    .map((line) =>
      line
        .map((cell, at) =>
          figures.includes(at) ? cell.padStart(widths[at]) : cell.padEnd(widths[at]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cells({ title, unit, side, limit, samples, median: middle, ok }) {
  const worst = side === 'at most' ? Math.max(...samples) : Math.min(...samples);
  return [
    ...[title, figure(middle), figure(samples.length > 0 ? worst : null)],
    ...[`${side === 'at most' ? '≤' : '≥'} ${limit}`, unit, String(samples.length)],
    ok ? 'ok' : 'MISSED',
  ];
}

function figure(value) {
  if (value === null) return '-';
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
