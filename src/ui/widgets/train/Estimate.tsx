import { formatBytes, formatCount, formatEta, type ShownEstimate } from '../../../app';
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
        About {formatEta(estimate.seconds)} for {formatCount(estimate.texts)} texts and{' '}
        {estimate.trained} {estimate.trained === 1 ? 'method' : 'methods'} that train (
        {basis(estimate)}). The page takes about {formatBytes(estimate.total)}, the largest part for{' '}
        {estimate.largest}
        {estimate.bytes > 0 &&
          `; a student in training ${formatBytes(estimate.bytes)} (limit: ${estimate.limit})`}
        .{' '}
        {estimate.encoded > 0 &&
          `${Math.round(100 * estimate.encoded)} % of the texts were encoded before and are read back.`}
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
