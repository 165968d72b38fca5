import { type Sentence, slotBlocks } from '../../app';
import type { MatrixLayout } from './matrixLayout';

interface Props {
  readonly rows: Sentence;
  readonly columns: Sentence;
  readonly layout: MatrixLayout;
  readonly slots: boolean;
  readonly gold: Uint8Array | null;
  readonly size: readonly [number, number];
}

/** Word boundaries, slots as outlined blocks over both axes, and links that people made. */
export function MatrixMarks({ rows, columns, layout, slots, gold, size: [n, m] }: Props) {
  const { left: x, top: y, cell } = layout;
  const [width, height] = [m * cell, n * cell];
  return (
    <g pointerEvents="none">
      <g stroke="var(--ob-soft)" strokeOpacity={0.45}>
        {cell >= 16 &&
          starts(rows).map((row) => (
            <line key={`r${row}`} x1={x} x2={x + width} y1={y + row * cell} y2={y + row * cell} />
          ))}
        {cell >= 16 &&
          starts(columns).map((column) => {
            const at = x + column * cell;
            return <line key={`c${column}`} x1={at} x2={at} y1={y} y2={y + height} />;
          })}
      </g>
      {slots && <SlotBlocks rows={rows} columns={columns} layout={layout} />}
      {gold && <GoldCells gold={gold} columns={m} layout={layout} />}
    </g>
  );
}

/** A slot's rows against its columns, where both sides have it; a bar along the axis in any case. */
function SlotBlocks({ rows, columns, layout }: Pick<Props, 'rows' | 'columns' | 'layout'>) {
  const { left: x, top: y, cell } = layout;
  const [down, across] = [slotBlocks(rows), slotBlocks(columns)];
  return (
    <g fill="none" stroke="var(--ob-slot)" strokeWidth={2}>
      {down.map(({ name, from, to }) => (
        <line
          key={`r${from}`}
          {...{ x1: x - 1, x2: x - 1, y1: y + from * cell + 2, y2: y + to * cell - 2 }}
          strokeWidth={3}
        >
          <title>{name}</title>
        </line>
      ))}
      {across.map(({ name, from, to }) => (
        <line
          key={`c${from}`}
          {...{ x1: x + from * cell + 2, x2: x + to * cell - 2, y1: y - 1, y2: y - 1 }}
          strokeWidth={3}
        >
          <title>{name}</title>
        </line>
      ))}
      {down.flatMap((row) =>
        across
          .filter(({ name }) => name === row.name)
          .map((column) => (
            <rect
              key={`${row.from} ${column.from}`}
              x={x + column.from * cell + 1}
              y={y + row.from * cell + 1}
              width={(column.to - column.from) * cell - 2}
              height={(row.to - row.from) * cell - 2}
              strokeDasharray="6 3"
              data-slot={row.name}
            >
              <title>{row.name}</title>
            </rect>
          )),
      )}
    </g>
  );
}

function GoldCells({
  gold,
  columns,
  layout: { left, top, cell },
}: {
  readonly gold: Uint8Array;
  readonly columns: number;
  readonly layout: MatrixLayout;
}) {
  const inset = Math.min(4, cell / 5);
  return (
    <g fill="none" stroke="var(--ob-gold)" strokeWidth={2.5}>
      {Array.from(gold, (kind, k) =>
        kind === 0 ? null : (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
            key={k}
            x={left + (k % columns) * cell + inset}
            y={top + Math.floor(k / columns) * cell + inset}
            width={cell - 2 * inset}
            height={cell - 2 * inset}
            rx={cell / 2}
            strokeDasharray={kind === 1 ? '3 3' : undefined}
            data-gold={kind === 1 ? 'possible' : 'sure'}
          />
        ),
      )}
    </g>
  );
}

/** Tokens, but for the first, at which a word starts. */
function starts(sentence: Sentence): number[] {
  return sentence.tokens.flatMap(({ startsWord }, index) => (startsWord && index ? [index] : []));
}
