import type { ComponentProps } from 'react';
import { useAppState } from '../appContext';
import { BarButtons } from './BarButtons';
import { DatasetChip } from './DatasetChip';
import { GpuBadge } from './GpuBadge';
import { RunChip } from './RunChip';
import { ThemeToggle } from './ThemeToggle';
import classes from './TopBar.module.css';

/** Name, data set, what is running, device, theme. */
export function TopBar(buttons: ComponentProps<typeof BarButtons>) {
  const running = useAppState((state) => state.study.running);
  return (
    <header className={classes.bar}>
      <img src="./favicon.svg" width={26} height={26} alt="" />
      <h1 className={classes.name}>Optical Bench</h1>
      <DatasetChip />
      <span className={classes.space} />
      {running && <RunChip />}
      <GpuBadge />
      <BarButtons {...buttons} />
      <ThemeToggle />
    </header>
  );
}
