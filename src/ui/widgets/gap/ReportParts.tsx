import { useState } from 'react';
import { type ReportTable, reportTables } from '../../../app';
import view from '../../views/view.module.css';
import { TableFrame } from '../TableFrame';
import classes from './gap.module.css';
import type { Gap } from './useGap';

/** The rest of the report, part by part; a part is drawn when it is opened. */
export function ReportParts({ gap: { report, task, about } }: { readonly gap: Gap }) {
  return (
    <section className={view.panel} aria-label="The rest of the report">
      <h3>The rest of the report</h3>
      {reportTables(report, task, about).map((part) => (
        <Part key={part.table.name} part={part} />
      ))}
    </section>
  );
}

function Part({ part: { title, note, table } }: { readonly part: ReportTable }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {title} <span className={view.soft}>({table.rows.length})</span>
      </summary>
      {open && (
        <div className={classes.inside}>
          <p className={view.soft}>{note}</p>
          <TableFrame table={table} />
        </div>
      )}
    </details>
  );
}
