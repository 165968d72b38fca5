import { useAppState } from '../appContext';
import { Chip } from './Chip';

/** What is loaded, called synthetic where it is. */
export function DatasetChip() {
  const summary = useAppState((state) => state.data.summary);
  const busy = useAppState((state) => state.data.busy);
  if (busy) return <Chip>{busy}</Chip>;
  if (!summary) return <Chip>no corpus loaded</Chip>;
  return (
    <Chip tone="good" hint={`${summary.languages.length} languages, ${summary.intents} intents`}>
      {summary.corpus}
      {summary.synthetic && <strong> · synthetic</strong>}
    </Chip>
  );
}
