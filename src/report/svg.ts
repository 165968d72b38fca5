/** Escapes text for HTML and XML, in content and in attributes. */
export function escapeText(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

/** Okabe & Ito's colours, told apart by all common forms of colour blindness; shapes say the same again. */
const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'] as const;
const SHAPES = [
  'M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0',
  'M-4,-4h8v8h-8z',
  'M0,-5l5,9h-10z',
  'M0,-5l5,5l-5,5l-5,-5z',
  'M0,5l5,-9h-10z',
  'M-5,-2h3v-3h4v3h3v4h-3v3h-4v-3h-3z',
] as const;

/** The mark of series `index` at a point. */
export function mark(index: number, x: number, y: number, title: string): string {
  const colour = COLOURS[index % COLOURS.length];
  const shape = SHAPES[(index + Math.floor(index / COLOURS.length)) % SHAPES.length];
  return `<path transform="translate(${fix(x)},${fix(y)})" d="${shape}" fill="${colour}"><title>${escapeText(title)}</title></path>`;
}

export interface RangePoint {
  readonly series: number;
  readonly value: number;
  readonly ci: readonly [number, number] | null;
  readonly title: string;
}

export interface RangeRow {
  readonly label: string;
  readonly points: readonly RangePoint[];
}

const WIDTH = 760;
const LABEL = { least: 150, most: 330, perCharacter: 6.6 };
const RIGHT = 20;
const STEP = 13;

/**
 * A chart of points with intervals, one row a label, one mark a series; the x axis is MAP × 100.
 *
 * @param caption read by screen readers.
 */
export function rangeChart(rows: readonly RangeRow[], caption: string, zero = false): string {
  const values = rows.flatMap(({ points }) => points.flatMap((p) => [p.value, ...(p.ci ?? [])]));
  const [low, high] = span(zero ? [0, ...values] : values);
  const left = labelWidth(rows);
  const x = (value: number) => left + ((value - low) / (high - low)) * (WIDTH - left - RIGHT);
  const parts: string[] = [];
  let y = 10;
  for (const { label, points } of rows) {
    const height = Math.max(1, points.length) * STEP + 10;
    parts.push(
      `<text x="${left - 10}" y="${y + height / 2}" text-anchor="end" dominant-baseline="middle">${escapeText(shorten(label))}</text>`,
      `<line class="rule" x1="${left}" x2="${WIDTH - RIGHT}" y1="${y + height}" y2="${y + height}"/>`,
    );
    points.forEach((point, k) => {
      const at = y + 5 + STEP * (k + 0.5);
      if (point.ci)
        parts.push(
          `<line stroke="${COLOURS[point.series % COLOURS.length]}" stroke-width="1.5" x1="${fix(x(point.ci[0]))}" x2="${fix(x(point.ci[1]))}" y1="${fix(at)}" y2="${fix(at)}"/>`,
        );
      parts.push(mark(point.series, x(point.value), at, point.title));
    });
    y += height;
  }
  const places = axisTicks(low, high);
  const digits = tickDigits(places);
  const ticks = places.map(
    (tick) =>
      `<line class="${tick === 0 ? 'zero' : 'grid'}" x1="${fix(x(tick))}" x2="${fix(x(tick))}" y1="10" y2="${y}"/>` +
      `<text x="${fix(x(tick))}" y="${y + 16}" text-anchor="middle">${(100 * tick).toFixed(digits).replace('-', '−')}</text>`,
  );
  const height = y + 24;
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeText(caption)}">${ticks.join('')}${parts.join('')}</svg>`;
}

/** The legend of the series, as HTML. */
export function legend(names: readonly string[]): string {
  const items = names.map(
    (name, k) =>
      `<li><svg viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true">${mark(k, 0, 0, name)}</svg>${escapeText(name)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

/** Room for the longest label, within bounds: there are no font metrics in a string. */
function labelWidth(rows: readonly RangeRow[]): number {
  const longest = Math.max(0, ...rows.map(({ label }) => [...shorten(label)].length));
  return Math.round(Math.max(LABEL.least, 16 + LABEL.perCharacter * longest));
}

/** What does not fit loses its middle: methods differ at both ends. */
function shorten(label: string): string {
  const most = Math.floor((LABEL.most - 16) / LABEL.perCharacter);
  const characters = [...label];
  if (characters.length <= most) return label;
  const half = Math.floor((most - 1) / 2);
  return `${characters.slice(0, half).join('')}…${characters.slice(-half).join('')}`;
}

function span(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const margin = Math.max(0.01, 0.05 * (high - low));
  return [low - margin, high + margin];
}

/** Decimals that tell neighbouring ticks apart when shown times 100. */
function tickDigits(ticks: readonly number[]): number {
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : 1;
  return Math.max(0, -Math.floor(Math.log10(100 * step) + 1e-9));
}

/** At most about eight round numbers from `low` to `high`. */
export function axisTicks(low: number, high: number): number[] {
  const rough = (high - low) / 7;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((size) => size >= rough)!;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, k) => Number(((first + k) * step).toFixed(10)) + 0);
}

function fix(value: number): string {
  return value.toFixed(1);
}
