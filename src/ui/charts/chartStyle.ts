import { languageLabel, showMap, ticksOf, withMinus } from '../../app';

/** What all axes share: quiet lines, small tabular numbers. */
export const AXIS = {
  stroke: 'var(--ob-line)',
  tick: { fill: 'var(--ob-soft)', fontSize: 12 },
  tickLine: false,
} as const;

/** What all tooltips share. */
export const TOOLTIP = {
  isAnimationActive: false,
  contentStyle: {
    background: 'var(--ob-panel)',
    border: '1px solid var(--ob-line)',
    borderRadius: 6,
    fontSize: 12,
    color: 'var(--ob-ink)',
  },
  itemStyle: { color: 'var(--ob-ink)', padding: 0 },
  cursor: { stroke: 'var(--ob-soft)', strokeDasharray: '3 3' },
} as const;

/** How groups are named on an axis. */
export const TIER_NAMES = { high: 'high', low: 'low', none: 'no group' } as const;

/** `Tagalog (Filipino)` without its second name, which would wrap. */
export function shortName(language: string): string {
  return languageLabel(language).replace(/ \(.*\)$/, '');
}

/** A gap times 100: unlike a MAP it may be negative, and its minus is a real one. */
export function showGap(value: number | null): string {
  return withMinus(showMap(value));
}

/** What stands below a horizontal axis. */
export function axisLabel(value: string) {
  const position = 'insideBottom' as const;
  return { value, position, offset: -12, fill: 'var(--ob-soft)', fontSize: 12 };
}

/** A horizontal axis of a measure in hundredths, with at most so many ticks. */
export function measureAxis(measure: string, domain: [number, number], most: number) {
  return {
    ...AXIS,
    type: 'number',
    dataKey: 'x',
    domain,
    ticks: ticksOf(domain, most),
    interval: 0,
    label: axisLabel(`${measure} × 100`),
  } as const;
}
