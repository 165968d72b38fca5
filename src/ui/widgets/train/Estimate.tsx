import { formatCount, type ShownEstimate } from '../../../app';
import { useAppState } from '../../appContext';
import views from '../../views/view.module.css';

/** What the draft would take in time and memory, and on what that is based. */
export function Estimate() {
  const { estimate, estimateError } = useAppState((state) => state.study);
  const loaded = useAppState((state) => state.data.summary !== null);
  if (!loaded)
    return <p className={views.soft}>Time and memory are estimated once data is loaded.</p>;
  if (estimateError !== null) return <p className={views.soft}>No estimate: {estimateError}</p>;
  if (!estimate) return <p className={views.soft}>Estimating…</p>;
  return (
    <>
      <p className={views.soft} data-testid="estimate">
        About {roughTime(estimate.seconds)} for {formatCount(estimate.texts)} texts and{' '}
        {estimate.trained} {estimate.trained === 1 ? 'method' : 'methods'} that train (
        {basis(estimate)}).{' '}
        <span title={`A student may take ${estimate.limit}`}>
          Memory: about {roughBytes(estimate.total)}, the largest part for {estimate.largest}
          {estimate.bytes > 0 && `; a student in training ${roughBytes(estimate.bytes)}`}.
        </span>{' '}
        {estimate.encoded > 0 && readBack(estimate.encoded)}
      </p>
      {estimate.tooLarge.map((message) => (
        <p key={message} className={views.soft} role="alert">
          <strong>Does not fit, by this estimate.</strong> {message}
        </p>
      ))}
    </>
  );
}

function basis({ measured, trained }: ShownEstimate): string {
  const rough = 'a rough figure of two CPU cores; a GPU is faster';
  if (trained === 0 || measured === 0) return rough;
  if (measured === trained) return 'steps as measured here, the rest a rough figure';
  return `steps of ${measured} of them as measured here, the rest ${rough}`;
}

/** No digit that an estimate cannot keep: `20 s`, `12 min`, `3.5 h`. */
function roughTime(seconds: number): string {
  if (seconds < 100) return `${Math.max(5, 5 * Math.round(seconds / 5))} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function roughBytes(bytes: number): string {
  const mib = bytes / 2 ** 20;
  if (mib < 1) return 'less than 1 MiB';
  return mib < 1000 ? `${Number(mib.toPrecision(2))} MiB` : `${(mib / 1024).toFixed(1)} GiB`;
}

function readBack(share: number): string {
  const percent = Math.round(100 * share);
  if (percent === 100) return 'All texts were encoded before and are read back.';
  return `${percent} % of the texts were encoded before and are read back.`;
}
