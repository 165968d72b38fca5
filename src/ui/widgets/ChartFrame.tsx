import { ActionIcon, Menu, SegmentedControl } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import {
  EXPORT_NAMES,
  EXPORTS,
  type ExportKind,
  type ExportTable,
  messageOf,
  savePicture,
} from '../../app';
import classes from './ChartFrame.module.css';
import { DataTable } from './DataTable';
import { Icon } from './Icon';

interface Props {
  /** A heading, unless the frame stands below one of its own. */
  readonly title?: string;
  readonly note?: ReactNode;
  /** What is drawn, number by number: the table twin and every export. */
  readonly table: ExportTable;
  /** Controls beside the title. */
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

/** A chart with its table twin and its exports. */
export function ChartFrame({ title, note, table, controls, children }: Props) {
  const [twin, setTwin] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const drawing = useRef<HTMLDivElement>(null);
  const save = (kind: ExportKind) => {
    setError(null);
    savePicture(kind, drawing.current, table).catch((reason: unknown) =>
      setError(messageOf(reason)),
    );
  };
  return (
    <section className={classes.frame} aria-label={title ?? table.caption} data-chart={table.name}>
      <header className={classes.head}>
        {title && <h3>{title}</h3>}
        <div className={classes.tools}>
          {controls}
          <SegmentedControl
            size="xs"
            aria-label={`${title ?? table.caption}, shown as`}
            data={['Chart', 'Table']}
            value={twin ? 'Table' : 'Chart'}
            onChange={(value) => setTwin(value === 'Table')}
          />
          <ExportMenu label={title ?? table.caption} twin={twin} onSave={save} />
        </div>
      </header>
      {note && <p className={classes.note}>{note}</p>}
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
      {twin ? <DataTable table={table} /> : <div ref={drawing}>{children}</div>}
    </section>
  );
}

interface MenuProps {
  readonly label: string;
  readonly twin: boolean;
  readonly onSave: (kind: ExportKind) => void;
}

function ExportMenu({ label, twin, onSave }: MenuProps) {
  // The drawing is not there while its table is shown.
  const kinds = EXPORTS.filter((kind) => !twin || (kind !== 'png' && kind !== 'svg'));
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size="md" aria-label={`Export: ${label}`} title="Export">
          <Icon name="download" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map((kind) => (
          <Menu.Item key={kind} onClick={() => onSave(kind)}>
            {EXPORT_NAMES[kind]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
