import { Button } from '@mantine/core';
import { useMemo } from 'react';
import {
  divergences,
  evaluationsOf,
  fieldValue,
  gentlerRate,
  methodName,
  raisedAlarms,
  withField,
} from '../../../app';
import { useApp, useAppState } from '../../appContext';
import views from '../../views/view.module.css';
import { Notice } from '../Notice';

const RATE = 'distil.learningRate';

/** Students that collapsed or diverged, above everything else: what happened, what of it is in use, what to do. */
export function Alarms() {
  const { collapse, curves, log } = useAppState((state) => state.study);
  const raised = useMemo(
    () =>
      collapse.some(({ alarm }) => alarm) ? raisedAlarms(collapse, evaluationsOf(curves)) : [],
    [collapse, curves],
  );
  const diverged = useMemo(() => divergences(log), [log]);
  if (raised.length + diverged.length === 0) return null;
  return (
    <Notice tone="bad" title={titleOf(raised.length, diverged.length)}>
      <ul className={views.list}>
        {diverged.map((text) => (
          <li key={text}>{text}</li>
        ))}
        {raised.map(({ id, method, of, reasons, kept }) => (
          <li key={id}>
            <strong>
              {methodName(method)}, {of}
            </strong>
            : {reasons.join('; ')}. {kept}
          </li>
        ))}
      </ul>
      <p>
        Vectors that all point one way rank everything alike. An alarm is about geometry, held-out
        MAP decides: where it fell, train again with a lower learning rate, a stronger pull to the
        start, or more pairs in a batch.
      </p>
      <Remedy />
    </Notice>
  );
}

function titleOf(raised: number, diverged: number): string {
  if (raised === 0) return `Training diverged: training of ${students(diverged)} was stopped`;
  const collapsed = `Collapse alarm: ${students(raised)} lost the spread of token vectors`;
  return diverged === 0 ? collapsed : `${collapsed}; ${students(diverged)} diverged`;
}

function students(count: number): string {
  return count === 1 ? 'a student' : `${count} students`;
}

/** The first thing to try. */
function Remedy() {
  const app = useApp();
  const { draft, running } = useAppState((state) => state.study);
  const rate = Number(fieldValue(draft, RATE));
  if (running || !(rate > 0)) return null;
  const gentler = gentlerRate(rate);
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() => app.study.edit(withField(draft, RATE, gentler))}
    >
      Lower the learning rate from {rate} to {gentler}
    </Button>
  );
}
