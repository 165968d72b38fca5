import { methodName } from '../../../app';
import { useAppState } from '../../appContext';
import { Notice } from '../Notice';

/** Students that collapsed, above everything else. */
export function Alarms() {
  const collapse = useAppState((state) => state.study.collapse);
  const raised = collapse.filter(({ alarm }) => alarm);
  if (raised.length === 0) return null;
  return (
    <Notice tone="bad" title={raised.length === 1 ? 'Collapse alarm' : 'Collapse alarms'}>
      <ul style={{ margin: 0, paddingLeft: '1.1rem' }}>
        {raised.map(({ method, language, seed, reasons, meanCosine, columnEntropy }) => (
          <li key={`${method} ${language} ${seed}`}>
            {[methodName(method), language, `seed ${seed}`].filter(Boolean).join(', ')}:{' '}
            {reasons.join('; ')} (mean cosine {meanCosine.toFixed(2)}, column entropy{' '}
            {columnEntropy.toFixed(2)})
          </li>
        ))}
      </ul>
    </Notice>
  );
}
