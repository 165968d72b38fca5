import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { formatCount, type PreviewRow, type RowCache } from '../../../app';
import { RowSpacer } from '../RowSpacer';
import classes from './data.module.css';
import { ROW_COLUMNS } from './rowColumns';

/** Pixels; the style sheet has the same. */
const ROW = 36;

interface Props {
  readonly label: string;
  readonly cache: RowCache;
  readonly kind: PreviewRow['kind'];
  readonly busy: boolean;
  /** Rows that are shown: a browser cannot lay out more than some hundred thousand at once. */
  readonly first: number;
  readonly count: number;
  readonly chosen: number | null;
  readonly onChoose: (index: number) => void;
}

/** A table of any length; only the rows in sight are in the page. */
export function RowTable({ label, cache, kind, busy, first, count, chosen, onChoose }: Props) {
  const box = useRef<HTMLElement>(null);
  const columns = ROW_COLUMNS[kind];
  const list = useVirtualizer({
    ...{ count, overscan: 12, useFlushSync: false },
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
  });
  const items = list.getVirtualItems();
  const [top, bottom] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => {
    if (count > 0) cache.want(first + top, first + bottom);
  }, [cache, first, top, bottom, count]);
  useEffect(() => {
    if (chosen === null) return;
    list.scrollToIndex(chosen - first, { align: 'auto' });
  }, [chosen, first, list]);
  const move = (event: KeyboardEvent, index: number) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = index + (step ?? 0);
    if (!step || next < first || next >= first + count) return;
    event.preventDefault();
    onChoose(next);
    const focus = () => {
      const button = box.current?.querySelector<HTMLElement>(`[data-row="${next}"]`);
      button?.focus();
      return button !== undefined && button !== null;
    };
    // At once, so that a key held down goes on from there; a row that is not in the page yet is drawn first.
    if (!focus()) requestAnimationFrame(focus);
  };
  const tabStop =
    chosen !== null && chosen >= first + top && chosen <= first + bottom ? chosen : first + top;
  const before = items[0]?.start ?? 0;
  const after = Math.max(0, list.getTotalSize() - (items.at(-1)?.end ?? 0));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section ref={box} className={classes.table} tabIndex={0} aria-label={label} aria-busy={busy}>
      <table aria-rowcount={count + 1}>
        <colgroup>
          <col className={classes.row} />
          {columns.map(({ label: name, width, wide, className }) => (
            <col key={name} style={{ width }} className={wide ? classes.wide : className} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className={classes.right}>
              Row
            </th>
            {columns.map(({ label: name, short, wide, right }) => (
              <th key={name} scope="col" className={classNames(wide, right)}>
                <span className={short && classes.wide}>{name}</span>
                {short && <span className={classes.code}>{short}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <RowSpacer height={before} />
          {items.map(({ index, key }) => {
            const place = first + index;
            const row = cache.row(place);
            return (
              <tr key={key} aria-rowindex={index + 2} data-chosen={place === chosen}>
                <td className={classes.right}>
                  <button
                    type="button"
                    className={classes.number}
                    data-row={place}
                    tabIndex={place === tabStop ? 0 : -1}
                    aria-pressed={place === chosen}
                    aria-label={`Row ${row?.number ?? place + 1} in full`}
                    onClick={() => onChoose(place)}
                    onKeyDown={(event) => move(event, place)}
                  >
                    {formatCount(row?.number ?? place + 1)}
                  </button>
                </td>
                {columns.map(({ label: name, wide, right, cell }) => (
                  <td key={name} className={classNames(wide, right)}>
                    {row ? cell(row) : '…'}
                  </td>
                ))}
              </tr>
            );
          })}
          <RowSpacer height={after} />
        </tbody>
      </table>
    </section>
  );
}

function classNames(wide?: boolean, right?: boolean): string | undefined {
  return [wide && classes.wide, right && classes.right].filter(Boolean).join(' ') || undefined;
}
