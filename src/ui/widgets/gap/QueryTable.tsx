import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import {
  languageLabel,
  type QueryKey,
  type QueryRows,
  showChange,
  showMap,
  sortQueries,
  textKey,
} from '../../../app';
import { RowSpacer } from '../RowSpacer';
import classes from './gap.module.css';

/** Pixels; the style sheet has the same. */
const ROW = 32;
/** Rows that are laid out: browsers end an element at some million pixels. */
const MOST = 500_000;

interface Props {
  readonly rows: QueryRows;
  readonly chosen: Uint32Array;
  readonly topic: 'intent' | 'document';
  /** By `textKey`; null where the corpus is not loaded. */
  readonly texts: ReadonlyMap<string, string> | null;
  readonly onOpen: (query: string, language: string) => void;
}

interface Sort {
  readonly key: QueryKey;
  readonly descending: boolean;
}

const COLUMNS: readonly (readonly [QueryKey, string, string, string])[] = [
  ['a', 'AP A', '4.2rem', 'right'],
  ['b', 'AP B', '4.2rem', 'right'],
  ['difference', 'ΔAP', '4.4rem', 'right'],
  ['language', 'Lang.', '4.2rem', ''],
  ['query', 'Query', '6.5rem', ''],
  ['topic', 'Intent', '9rem', 'wide'],
];

/** Queries of any number; only the rows in sight are in the page. */
export function QueryTable({ rows, chosen, texts, topic, onOpen }: Props) {
  const box = useRef<HTMLElement>(null);
  const [sort, setSort] = useState<Sort>({ key: 'difference', descending: false });
  const [at, setAt] = useState(0);
  const places = useMemo(
    () => sortQueries(rows, chosen, sort.key, sort.descending),
    [rows, chosen, sort],
  );
  const count = Math.min(MOST, places.length);
  const list = useVirtualizer({
    ...{ count, overscan: 12, useFlushSync: false },
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
  });
  // Another list is looked at from its start.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the places are what changes
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
    setAt(0);
  }, [places]);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, at + step));
    setAt(next);
    list.scrollToIndex(next, { align: 'auto' });
    const focus = () => box.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
    focus();
    requestAnimationFrame(focus);
  };
  const items = list.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = Math.max(0, list.getTotalSize() - (items.at(-1)?.end ?? 0));
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const stop = at >= first && at <= last ? at : first;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section ref={box} className={classes.queries} tabIndex={0} aria-label="Table of queries">
      <table aria-rowcount={count + 1}>
        <colgroup>
          {COLUMNS.map(([key, , width, kind]) => (
            <col
              key={key}
              style={{ width }}
              className={kind === 'wide' ? classes.wide : undefined}
            />
          ))}
          {texts && <col className={classes.wide} />}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {COLUMNS.map(([key, label, , kind]) => (
              <th
                key={key}
                scope="col"
                className={kind ? classes[kind] : undefined}
                aria-sort={
                  sort.key === key ? (sort.descending ? 'descending' : 'ascending') : 'none'
                }
              >
                <button
                  type="button"
                  onClick={() =>
                    setSort({ key, descending: sort.key === key ? !sort.descending : false })
                  }
                >
                  {key === 'topic' && topic === 'document' ? 'Document' : label}
                  {sort.key === key && (sort.descending ? ' ↓' : ' ↑')}
                </button>
              </th>
            ))}
            {texts && (
              <th scope="col" className={classes.wide}>
                <span className={classes.head}>Text</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          <RowSpacer height={before} />
          {items.map(({ index, key }) => {
            const k = places[index]!;
            const [id, language] = [rows.ids[k]!, rows.languages[k]!];
            return (
              <tr key={key} aria-rowindex={index + 2}>
                <td className={classes.right}>{showMap(rows.a[k]!)}</td>
                <td className={classes.right}>{showMap(rows.b[k]!)}</td>
                <td className={classes.right}>{showChange(rows.b[k]! - rows.a[k]!)}</td>
                <td title={languageLabel(language)}>{language}</td>
                <td>
                  <button
                    type="button"
                    className={classes.open}
                    data-row={index}
                    tabIndex={index === stop ? 0 : -1}
                    aria-label={`Align query ${id} in ${languageLabel(language)}`}
                    onFocus={() => setAt(index)}
                    onClick={() => onOpen(id, language)}
                    onKeyDown={move}
                  >
                    <bdi>{id}</bdi>
                  </button>
                </td>
                <td className={classes.wide}>
                  <bdi>{rows.topics[k]}</bdi>
                </td>
                {texts && (
                  <td className={classes.wide}>
                    <bdi lang={language} dir="auto">
                      {texts.get(textKey(language, id)) ?? '–'}
                    </bdi>
                  </td>
                )}
              </tr>
            );
          })}
          <RowSpacer height={after} />
        </tbody>
      </table>
    </section>
  );
}
