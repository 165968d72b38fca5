import { Button, useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import {
  type Cell,
  coloursOf,
  type Grouping,
  goldCells,
  languageLabel,
  matrixTable,
  type Picture,
  ribbons,
  ribbonTable,
  type Shape,
  type ShownMatrix,
  type Solved,
  scaleLegend,
  shownHead,
  slotBlocks,
  spacedWords,
  type TokenRange,
  withHead,
} from '../../../app';
import { useApp, useAppState } from '../../appContext';
import { MatrixChart } from '../../charts/MatrixChart';
import chart from '../../charts/MatrixChart.module.css';
import { MatrixGrid } from '../../charts/MatrixGrid';
import { matrixLayout } from '../../charts/matrixLayout';
import { RibbonChart } from '../../charts/RibbonChart';
import { ChartFrame } from '../ChartFrame';
import classes from './AlignFigure.module.css';
import { aboutSolved } from './aboutSolved';
import { ShapeSwitch } from './ShapeSwitch';

interface Props {
  readonly solved: Solved;
  readonly picture: Picture;
}

/** How ribbons are read. */
export const RIBBON_KEY =
  'A line is as wide and as strong as its share of the mass of the token at its left.';

/** The matrix as heatmap or as ribbons, with its table and exports. */
export function AlignChart({ solved, picture }: Props) {
  const app = useApp();
  const shape = useAppState((state) => state.look.shape);
  const threshold = useAppState((state) => state.look.threshold);
  const top = useAppState((state) => state.look.top);
  const window = useAppState((state) => state.align.window);
  const slots = useAppState((state) => state.look.slots);
  const dark = useComputedColorScheme('light') === 'dark';
  const { matrix, pooled, rows, columns, notes, refusal } = picture;
  const links = useMemo(
    () => ribbons(pooled.plan, pooled.rows, pooled.columns, { threshold, top }),
    [pooled, threshold, top],
  );
  const table = useMemo(() => {
    const about = aboutSolved(solved, picture);
    return shape === 'ribbons' || !matrix
      ? ribbonTable(links, rows.sentence, columns.sentence, about)
      : matrixTable(matrix, rows.sentence, columns.sentence, about);
  }, [solved, picture, shape, links, matrix, rows, columns]);
  if (!matrix) return <Refusal picture={picture} solved={solved} />;
  const equal = picture.totalVariation === 0 && matrix.diverging;
  const lines = [
    ...(refusal ? [refusal] : []),
    ...notes,
    ...(equal ? ['The two plans are equal: there is no difference to draw.'] : []),
  ];
  return (
    <ChartFrame
      table={table}
      controls={
        <>
          <KeepButton solved={solved} />
          <ShapeSwitch />
        </>
      }
      note={lines.join(' ') || undefined}
      hint={
        window && (
          <Button size="compact-xs" variant="default" onClick={() => app.align.zoom(null)}>
            Show the whole pair
          </Button>
        )
      }
      beside={{
        notes: pictureNotes(solved, picture, shape, slots),
        ...(shape === 'heatmap' && { scale: scaleLegend(matrix, coloursOf(matrix, dark)) }),
      }}
    >
      {shape === 'ribbons' ? (
        <Ribbons picture={picture} links={links} />
      ) : (
        <Heatmap picture={picture} matrix={matrix} solved={solved} />
      )}
    </ChartFrame>
  );
}

/** What a picture of the pair says beside its colours. */
function pictureNotes(
  { problem: { rows, columns } }: Solved,
  picture: Picture,
  shape: Shape,
  slots: boolean,
): string[] {
  const [first, second] = shape === 'ribbons' ? ['Left', 'Right'] : ['Rows', 'Columns'];
  const names = new Set(
    [picture.rows, picture.columns].flatMap(({ sentence }) =>
      slotBlocks(sentence).map(({ name }) => name),
    ),
  );
  return [
    `${first}, ${languageLabel(rows.language)}: \u2068${rows.text}\u2069`,
    `${second}, ${languageLabel(columns.language)}: \u2068${columns.text}\u2069`,
    ...(shape === 'ribbons'
      ? [RIBBON_KEY]
      : slots && names.size > 0
        ? [`Outlined: slots, ${[...names].join(', ')}.`]
        : []),
  ];
}

/** What is shown becomes A of A − B. */
function KeepButton({ solved }: Pick<Props, 'solved'>) {
  const app = useApp();
  const keep = () => {
    app.align.keep(solved);
    app.notify('Kept as A of A − B.', true);
  };
  return (
    <Button size="compact-sm" variant="default" onClick={keep}>
      Keep as A
    </Button>
  );
}

/** Why there is no matrix, and what to do. */
function Refusal({ picture, solved }: Props) {
  const app = useApp();
  const look = useAppState((state) => state.look);
  const shown = shownHead(look);
  const start = { ...shown, step: 0 };
  return (
    <div className={classes.refusal}>
      <p role="status">{picture.refusal}</p>
      <div className={classes.actions}>
        {picture.tryWords && (
          <Button variant="default" onClick={() => app.look.set({ unit: 'word' })}>
            Compare by words
          </Button>
        )}
        {shown.side !== 'none' && (
          <Button variant="default" onClick={() => app.look.set(withHead('against', start))}>
            Compare with its initial head
          </Button>
        )}
        <Button variant="default" onClick={() => app.align.keep(solved)}>
          Keep this as A
        </Button>
        <Button variant="subtle" onClick={() => app.look.set({ mode: 'plan' })}>
          Show the plan
        </Button>
      </div>
    </div>
  );
}

function Heatmap({
  picture,
  matrix,
  solved: { problem },
}: Props & { readonly matrix: ShownMatrix }) {
  const { ref, width } = useElementSize();
  const slots = useAppState((state) => state.look.slots);
  const gold = useAppState((state) => state.align.gold);
  const dark = useComputedColorScheme('light') === 'dark';
  const [rows, columns] = [picture.rows.sentence, picture.columns.sentence];
  const layout = useMemo(() => matrixLayout(width, rows, columns), [width, rows, columns]);
  const marks = useMemo(() => {
    const sentence = gold?.problem === null ? gold.sentences[gold.at] : undefined;
    if (!sentence) return null;
    const words = [spacedWords(problem.rows), spacedWords(problem.columns)] as const;
    return goldCells(sentence, [picture.rows, picture.columns], words);
  }, [gold, picture, problem]);
  const shared = { matrix, rows, columns, layout };
  return (
    <div ref={ref} className={chart.room} data-testid="heatmap">
      <div className={chart.scroll}>
        {width > 0 && (
          <div className={chart.place} style={{ width: layout.width }}>
            <MatrixChart {...shared} colours={coloursOf(matrix, dark)} slots={slots} gold={marks} />
            <HeatmapGrid {...shared} picture={picture} />
          </div>
        )}
      </div>
    </div>
  );
}

type GridProps = Pick<Parameters<typeof MatrixGrid>[0], 'matrix' | 'rows' | 'columns' | 'layout'> &
  Pick<Props, 'picture'>;

/** The only part that follows the pointer. */
function HeatmapGrid({ picture, ...shared }: GridProps) {
  const app = useApp();
  const cursor = useAppState((state) => state.align.cursor);
  const busy = useAppState((state) => state.align.busy);
  const pin = useAppState((state) => state.look.pin);
  const pin2 = useAppState((state) => state.look.pin2);
  const pins = [pin, pin2].filter((row) => row !== null && row < shared.matrix.rows) as number[];
  const onPart = (from: Cell, to: Cell) =>
    app.align.zoom({
      rows: tokensBetween(picture.rows, from.row, to.row),
      columns: tokensBetween(picture.columns, from.column, to.column),
    });
  return (
    <MatrixGrid
      {...{ ...shared, cursor, busy, pins, onPart }}
      onCursor={app.align.moveCursor}
      onPin={app.align.pin}
      onClear={app.align.clear}
    />
  );
}

/** The tokens of the groups from one to another, whichever comes first. */
function tokensBetween({ of }: Grouping, a: number, b: number): TokenRange {
  const [least, most] = [Math.min(a, b), Math.max(a, b)];
  return { from: of.indexOf(least), to: of.lastIndexOf(most) + 1 };
}

function Ribbons({
  picture: { rows, columns },
  links,
}: Pick<Props, 'picture'> & { readonly links: ReturnType<typeof ribbons> }) {
  const app = useApp();
  const { ref, width } = useElementSize();
  const isolated = useAppState((state) => state.align.isolated);
  return (
    <div ref={ref} className={chart.room}>
      {width > 0 && (
        <RibbonChart
          rows={rows.sentence}
          columns={columns.sentence}
          ribbons={links}
          {...{ width, isolated }}
          onIsolate={app.align.isolate}
          onPin={app.align.pin}
        />
      )}
    </div>
  );
}
