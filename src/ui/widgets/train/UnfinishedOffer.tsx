import { Button } from '@mantine/core';
import { formatDate, type UnfinishedStudy } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import views from '../../views/view.module.css';

/** Offers to go on with studies that were stopped, or to forget one of them. */
export function UnfinishedOffer() {
  const { unfinished, running } = useAppState((state) => state.study);
  if (unfinished.length === 0 || running) return null;
  const one = unfinished.length === 1;
  return (
    <section className={views.panel} aria-label="Unfinished studies">
      <h3>{one ? 'A study was not finished' : `${unfinished.length} studies were not finished`}</h3>
      <p className={views.soft}>
        {one ? 'Its' : 'Their'} students go on from their last checkpoint, with the same numbers.
        Another study can be run first: checkpoints are kept for two weeks.
      </p>
      <ul className={views.offers}>
        {unfinished.map((study) => (
          <Offer key={study.id} study={study} />
        ))}
      </ul>
    </section>
  );
}

function Offer({ study }: { readonly study: UnfinishedStudy }) {
  const app = useApp();
  const { id, corpus, at, overall, config } = study;
  const { methods, seeds, student } = config;
  const what = `${corpus}, ${Math.round(100 * overall)} % done`;
  return (
    <li className={views.row}>
      <p className={views.soft}>
        <strong>{what}</strong>, {formatDate(at)}
        <br />
        {methods.join(', ')}; student {student}, {seeds.length === 1 ? 'seed' : 'seeds'}{' '}
        {seeds.join(', ')}
      </p>
      <span className={views.row}>
        <Button
          aria-label={`Resume it: ${what}`}
          onClick={() => void app.study.resumeUnfinished(id)}
        >
          Resume it
        </Button>
        <Button
          variant="default"
          aria-label={`Discard it: ${what}`}
          onClick={() => void app.study.discard(id)}
        >
          Discard it
        </Button>
      </span>
    </li>
  );
}
