import { ActionIcon, Menu, SegmentedControl } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import {
  EXPORT_NAMES,
  type ExportTable,
  messageOf,
  PICTURES,
  type PictureKind,
  type ScaleLegend,
  savePicture,
  saveTable,
  TABLES,
  type TableKind,
} from '../../app';
import classes from './ChartFrame.module.css';
import { DataTable } from './DataTable';
import { Icon } from './Icon';

interface Props {
  /** A heading, unless the frame stands below one of its own. */
  readonly title?: string;
  /** What marks, whiskers and axes mean; goes into pictures, too. */
  readonly note?: string | undefined;
  /** What can be done with the chart; stays on the page. */
  readonly hint?: ReactNode;
  /** What a picture must say beside, since it leaves behind what the page shows elsewhere. */
  readonly beside?: Beside;
  /** What is drawn, number by number: the table twin and every export. */
  readonly table: ExportTable;
  /** Controls beside the title. */
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

interface Beside {
  readonly title?: string;
  readonly notes?: readonly string[];
  readonly scale?: ScaleLegend;
}

/** A chart with its table twin and its exports. */
export function ChartFrame(props: Props) {
  const { title, note, hint, beside, table, controls, children } = props;
  const [twin, setTwin] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const drawing = useRef<HTMLDivElement>(null);
  const words = {
    title: beside?.title ?? title ?? table.caption,
    notes: [...(note ? [note] : []), ...(beside?.notes ?? [])],
    scale: beside?.scale ?? null,
  };
  const save = async (kind: PictureKind | TableKind) => {
    setError(null);
    try {
      if (kind !== 'png' && kind !== 'svg') await saveTable(kind, table);
      else if (drawing.current) await savePicture(kind, drawing.current, table, words);
    } catch (reason) {
      setError(messageOf(reason));
    }
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
          <ExportMenu
            label={title ?? table.caption}
            twin={twin}
            onSave={(kind) => void save(kind)}
          />
        </div>
      </header>
      {(note || hint) && (
        <p className={classes.note}>
          {note} {hint}
        </p>
      )}
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
  readonly onSave: (kind: PictureKind | TableKind) => void;
}

function ExportMenu({ label, twin, onSave }: MenuProps) {
  // The drawing is not there while its table is shown.
  const kinds = twin ? TABLES : [...PICTURES, ...TABLES];
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
