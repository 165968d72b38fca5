import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import {
  type DataSummary,
  formatCount,
  problemFiles,
  saveProblems,
  shownProblems,
} from '../../../app';
import classes from './data.module.css';
import { ShownText } from './ShownText';

const ALL = 'all files';

/** What readers had to say, by file and line; the whole list can be taken away. */
export function ProblemsPanel({ summary }: { readonly summary: DataSummary }) {
  const { problems, corpus } = summary;
  const [file, setFile] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const files = useMemo(() => problemFiles(problems), [problems]);
  const shown = useMemo(
    () => shownProblems(problems, { file, search: wanted }),
    [problems, file, wanted],
  );
  if (problems.length === 0)
    return <p className={classes.facts}>Every row was read; no problems.</p>;
  return (
    <div className={classes.stack}>
      <div className={classes.form}>
        <NativeSelect
          label="File"
          maw="100%"
          value={file === null ? ALL : `file:${file}`}
          data={[
            { value: ALL, label: `${ALL} (${formatCount(problems.length)})` },
            ...files.map((one) => ({
              value: `file:${one.file}`,
              label: `${one.file} (${formatCount(one.count)})`,
            })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            setFile(value === ALL ? null : value.slice(5))
          }
        />
        <TextInput
          className={classes.grow}
          label="Search problems"
          type="search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Button variant="default" onClick={() => saveProblems('csv', corpus, shown)}>
          Save as CSV
        </Button>
        <Button variant="default" onClick={() => saveProblems('json', corpus, shown)}>
          Save as JSON
        </Button>
      </div>
      <p role="status" className={classes.facts}>
        {formatCount(shown.length)} of {formatCount(problems.length)} problems in{' '}
        {formatCount(files.length)} files
      </p>
      <ProblemList problems={shown} />
    </div>
  );
}

function ProblemList({ problems }: { readonly problems: DataSummary['problems'] }) {
  const box = useRef<HTMLElement>(null);
  const list = useVirtualizer({
    ...{ count: problems.length, overscan: 10, useFlushSync: false },
    getScrollElement: () => box.current,
    estimateSize: () => 32,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section ref={box} className={classes.table} tabIndex={0} aria-label="Problems">
      <ul className={classes.shards} style={{ position: 'relative', height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, key, start }) => {
          const { file, line, field, message } = problems[index]!;
          return (
            <li
              key={key}
              ref={list.measureElement}
              data-index={index}
              aria-setsize={problems.length}
              aria-posinset={index + 1}
              className={classes.problem}
              style={{
                position: 'absolute',
                inset: '0 0 auto',
                transform: `translateY(${start}px)`,
              }}
            >
              <bdi className={classes.place}>
                {file}
                {line > 0 && `:${line}`}
              </bdi>{' '}
              {field && <strong>{field}</strong>} <ShownText text={message} language="en" />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
