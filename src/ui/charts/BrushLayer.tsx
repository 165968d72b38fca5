import { type PointerEvent, useRef } from 'react';
import { usePlotArea } from 'recharts';
import type { Brush } from '../../app';

interface Props {
  readonly brush: Brush | null;
  readonly onBrush: (brush: Brush | null) => void;
}

/** A drag of less than this many pixels is a click, which clears the selection. */
const CLICK = 4;

/** Selects a rectangle of a plot whose axes both go from 0 to 1. */
export function BrushLayer({ brush, onBrush }: Props) {
  const area = usePlotArea();
  const start = useRef<{ readonly x: number; readonly y: number } | null>(null);
  if (!area) return null;
  const { x, y, width, height } = area;
  const place = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.ownerSVGElement!.getBoundingClientRect();
    const share = (value: number) => Math.min(1, Math.max(0, value));
    return {
      x: share((event.clientX - box.left - x) / width),
      y: share(1 - (event.clientY - box.top - y) / height),
    };
  };
  const move = (event: PointerEvent<SVGRectElement>) => {
    if (!start.current) return;
    const [from, to] = [start.current, place(event)];
    const isClick =
      Math.abs(from.x - to.x) * width < CLICK && Math.abs(from.y - to.y) * height < CLICK;
    const span = (one: number, other: number) =>
      [Math.min(one, other), Math.max(one, other)] as const;
    onBrush(isClick ? null : { a: span(from.x, to.x), b: span(from.y, to.y) });
  };
  return (
    <g>
      {brush && (
        <rect
          x={x + brush.a[0] * width}
          y={y + (1 - brush.b[1]) * height}
          width={(brush.a[1] - brush.a[0]) * width}
          height={(brush.b[1] - brush.b[0]) * height}
          fill="var(--ob-cursor)"
          fillOpacity={0.08}
          stroke="var(--ob-cursor)"
        />
      )}
      <rect
        {...{ x, y, width, height }}
        fill="transparent"
        style={{ cursor: 'crosshair', touchAction: 'pan-y' }}
        data-testid="query-brush"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          start.current = place(event);
        }}
        onPointerMove={move}
        onPointerUp={(event) => {
          move(event);
          start.current = null;
        }}
        onPointerCancel={() => {
          start.current = null;
        }}
      />
    </g>
  );
}
