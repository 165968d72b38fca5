import { memo, useMemo } from 'react';
import { usePlotArea } from 'recharts';
import { type ColourTable, colourOf, colourPixels, type ShownMatrix } from '../../app';

interface Props {
  readonly matrix: ShownMatrix;
  readonly colours: ColourTable;
  readonly cell: number;
}

/**
 * Above this side the cells become one image: at 32² the ε slider repaints in 48 ms in place of 55 (`npm run bench -- ui`, two
 * cores, SwiftShader); 128² rects take 300 ms to mount, an image 25.
 */
const MOST_RECTS = 28;
/** Cells of this size or more carry their number. */
const ROOM_FOR_NUMBERS = 34;

/** All cells of a heatmap, without any interaction of their own. */
export const MatrixLayer = memo(function MatrixLayer({ matrix, colours, cell }: Props) {
  const area = usePlotArea();
  if (!area) return null;
  const { x, y, width, height } = area;
  if (matrix.rows > MOST_RECTS || matrix.columns > MOST_RECTS)
    return <CellImage matrix={matrix} colours={colours} area={area} />;
  const [w, h] = [width / matrix.columns, height / matrix.rows];
  return (
    <g shapeRendering="crispEdges">
      {Array.from(matrix.values, (value, k) => {
        const [row, column] = [Math.floor(k / matrix.columns), k % matrix.columns];
        const fill = colourOf(colours, value, matrix);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
          <g key={k}>
            <rect
              x={x + column * w + 0.5}
              y={y + row * h + 0.5}
              width={w - 1}
              height={h - 1}
              fill={fill}
              data-value={value.toFixed(4)}
            />
            {cell >= ROOM_FOR_NUMBERS && Math.abs(value) >= 0.01 && (
              <text
                x={x + (column + 0.5) * w}
                y={y + (row + 0.5) * h}
                dy="0.35em"
                textAnchor="middle"
                fontSize={11}
                fill={inkOn(fill)}
                pointerEvents="none"
              >
                {shortNumber(value)}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
});

/** Two digits after the point; a real minus, no leading zero. */
function shortNumber(value: number): string {
  return value.toFixed(2).replace(/^(-?)0/, (_, sign: string) => (sign ? '\u2212' : ''));
}

interface ImageProps {
  readonly matrix: ShownMatrix;
  readonly colours: ColourTable;
  readonly area: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

function CellImage({ matrix, colours, area }: ImageProps) {
  const href = useMemo(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [matrix.columns, matrix.rows];
    const pixels = colourPixels(matrix, colours);
    canvas.getContext('2d')?.putImageData(new ImageData(pixels, matrix.columns), 0, 0);
    // A data URL, because a blob URL comes out blank when the SVG is exported.
    return canvas.toDataURL();
  }, [matrix, colours]);
  return (
    <image
      href={href}
      {...area}
      preserveAspectRatio="none"
      style={{ imageRendering: 'pixelated' }}
    />
  );
}

/** Black or white, whichever reads better. */
function inkOn(fill: string): string {
  const [r = 0, g = 0, b = 0] = (fill.match(/\d+/g) ?? []).map((c) => (Number(c) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.22 ? '#101418' : '#ffffff';
}
