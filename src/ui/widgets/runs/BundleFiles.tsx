import { Button, Table } from '@mantine/core';
import { bundleNote, formatBytes, formatCount, type RunSummary } from '../../../app';
import { useApp } from '../../appContext';
import classes from '../../views/view.module.css';
import { useAnswer } from '../gap/useAnswer';
import own from './runs.module.css';

interface Props {
  readonly run: RunSummary;
  readonly onClose: () => void;
}

/** What the bundle of a run holds, file by file. */
export function BundleFiles({ run: { id, name, files }, onClose }: Props) {
  const app = useApp();
  const { value, error, busy } = useAnswer(`${id} ${files.length}`, () => app.runs.contents(id));
  const bytes = value?.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
  return (
    <section className={classes.panel} aria-label={`Files of ${name}`}>
      <div className={classes.row}>
        <h3 style={{ margin: 0, flex: '1 1 auto' }}>Bundle of {name}</h3>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          Close
        </Button>
      </div>
      <p className={classes.soft} role="status">
        {busy && 'Putting the bundle together …'}
        {error}
        {value && `${formatCount(value.length)} files, ${formatBytes(bytes)} before packing`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <section className={own.files} tabIndex={0} aria-label="Files">
        <Table fz="sm" verticalSpacing={3} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">File</Table.Th>
              <Table.Th scope="col" ta="right">
                Size
              </Table.Th>
              <Table.Th scope="col">What it is</Table.Th>
              <Table.Th scope="col">Alone</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {value?.map((file) => (
              <Table.Tr key={file.name}>
                <Table.Th scope="row" ff="monospace" fw={500} fz="xs">
                  {file.name}
                </Table.Th>
                <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {formatBytes(file.bytes)}
                </Table.Td>
                <Table.Td>{bundleNote(file.name)}</Table.Td>
                <Table.Td>
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Save ${file.name}`}
                    onClick={() => void app.runs.saveFile(id, file.name)}
                  >
                    Save
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </section>
  );
}
