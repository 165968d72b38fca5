import { Button } from '@mantine/core';
import { EXPORT_NAMES, type ExportTable, saveTable, TABLES, type TableKind } from '../../app';
import { useApp } from '../appContext';
import { DataTable } from './DataTable';

/** A table that is no picture, with its exports. */
export function TableFrame({ table }: { readonly table: ExportTable }) {
  const app = useApp();
  const save = (kind: TableKind) =>
    saveTable(kind, table).catch((error: unknown) => app.notify(String(error)));
  return (
    <>
      <DataTable table={table} />
      <Button.Group mt="xs">
        {TABLES.map((kind) => (
          <Button
            key={kind}
            size="compact-xs"
            variant="default"
            aria-label={`${EXPORT_NAMES[kind]}: ${table.caption}`}
            onClick={() => void save(kind)}
          >
            {kind.toUpperCase()}
          </Button>
        ))}
      </Button.Group>
    </>
  );
}
