import type { LineScale } from '../../app';

/** CSS pixels; the axes are told these, so that what lies over them knows where they are. */
export const PLOT = { height: 240, axisWidth: 56, axisHeight: 30 } as const;
export const MARGIN = { top: 8, right: 16, bottom: 18, left: 4 } as const;

export interface PlotScales {
  readonly x: LineScale;
  readonly y: LineScale;
}

interface Ends {
  readonly least: number;
  readonly most: number;
}

/** Where steps and values lie in a chart of this width. */
export function plotScales(width: number, x: Ends, y: Ends, logarithmic: boolean): PlotScales {
  const left = MARGIN.left + PLOT.axisWidth;
  const bottom = PLOT.height - MARGIN.bottom - PLOT.axisHeight;
  const right = Math.max(left + 1, width - MARGIN.right);
  return {
    x: { least: x.least, most: x.most, pixels: [left, right] },
    y: { least: y.least, most: y.most, pixels: [bottom, MARGIN.top], logarithmic },
  };
}
