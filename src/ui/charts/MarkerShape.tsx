import type { Marker } from '../../app';

const PATHS: Readonly<Record<Marker, string>> = {
  circle: 'M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0',
  square: 'M-4,-4h8v8h-8z',
  triangle: 'M0,-5l5,9h-10z',
  down: 'M0,5l5,-9h-10z',
  diamond: 'M0,-6l6,6l-6,6l-6,-6z',
  cross: 'M-5,-1.7h3.3v-3.3h3.4v3.3h3.3v3.4h-3.3v3.3h-3.4v-3.3h-3.3z',
};

interface Props {
  readonly marker: Marker;
  readonly colour: string;
  readonly x: number;
  readonly y: number;
}

/** One mark, with an outline of the paper's colour so that overlaps stay readable. */
export function MarkerShape({ marker, colour, x, y }: Props) {
  return (
    <path
      d={PATHS[marker]}
      transform={`translate(${x},${y})`}
      fill={colour}
      stroke="var(--ob-panel)"
      strokeWidth={1}
    />
  );
}
