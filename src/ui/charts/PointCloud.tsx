import { useComputedColorScheme } from '@mantine/core';
import { memo, useMemo } from 'react';
import { usePlotArea } from 'recharts';
import type { QueryRows } from '../../app';

/** Above this many points they become one image: a circle each would make the page crawl. */
const MOST_CIRCLES = 1500;
const RADIUS = 2.6;

interface Props {
  readonly rows: QueryRows;
  readonly chosen: Uint32Array;
}

/** All queries faintly, the chosen ones strongly. */
export const PointCloud = memo(function PointCloud({ rows, chosen }: Props) {
  const area = usePlotArea();
  const dark = useComputedColorScheme('light') === 'dark';
  const few = rows.a.length <= MOST_CIRCLES;
  const [width, height] = [area?.width ?? 0, area?.height ?? 0];
  const image = useMemo(
    () => (few || !width ? '' : cloudImage(rows, chosen, { width, height, dark })),
    [few, rows, chosen, width, height, dark],
  );
  if (!area) return null;
  if (!few)
    return <image {...{ x: area.x, y: area.y, width, height }} href={image} data-cloud="image" />;
  const lit = new Set(chosen);
  return (
    <g data-cloud="circles">
      {rows.ids.map((id, k) => (
        <circle
          key={`${rows.languages[k]} ${id}`}
          cx={area.x + rows.a[k]! * width}
          cy={area.y + (1 - rows.b[k]!) * height}
          r={RADIUS}
          fill={lit.has(k) ? 'var(--ob-accent)' : 'var(--ob-soft)'}
          fillOpacity={lit.has(k) ? 0.5 : 0.12}
        />
      ))}
    </g>
  );
});

interface Size {
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
}

/** A data address, since pictures of any other kind are not exported (workbench, heatmap recipe). */
function cloudImage(rows: QueryRows, chosen: Uint32Array, { width, height, dark }: Size): string {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * 2);
  canvas.height = Math.round(height * 2);
  const context = canvas.getContext('2d');
  if (!context) return '';
  context.scale(canvas.width / width, canvas.height / height);
  const draw = (k: number) => {
    context.beginPath();
    context.arc(rows.a[k]! * width, (1 - rows.b[k]!) * height, RADIUS - 0.8, 0, 2 * Math.PI);
    context.fill();
  };
  if (chosen.length < rows.a.length) {
    context.fillStyle = dark ? 'rgba(164, 175, 184, 0.08)' : 'rgba(85, 96, 106, 0.08)';
    for (let k = 0; k < rows.a.length; k++) draw(k);
  }
  context.fillStyle = dark ? 'rgba(143, 208, 222, 0.35)' : 'rgba(11, 76, 91, 0.3)';
  for (const k of chosen) draw(k);
  return canvas.toDataURL();
}
