import { Button } from '@mantine/core';
import { formatDate } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import views from '../../views/view.module.css';

/** Offers to go on with a study that was stopped, or to forget it. */
export function UnfinishedOffer() {
  const app = useApp();
  const { unfinished, running } = useAppState((state) => state.study);
  if (!unfinished || running) return null;
  const { corpus, at, overall, config } = unfinished;
  return (
    <section className={views.panel} aria-label="Unfinished study">
      <h3>A study was not finished</h3>
      <div className={views.row}>
        <p className={views.soft}>
          {corpus}, {config.methods.length} methods, {Math.round(100 * overall)} % done,{' '}
          {formatDate(at)}. Students go on from their last checkpoint, with the same numbers.
        </p>
        <Button onClick={() => void app.study.resumeUnfinished()}>Resume it</Button>
        <Button variant="default" onClick={() => void app.study.discard()}>
          Discard it
        </Button>
      </div>
    </section>
  );
}
