import { Button, NativeSelect } from '@mantine/core';
import {
  checkpointLook,
  type Evaluated,
  keptAt,
  methodName,
  type RunStudent,
  reportWithId,
} from '../../../app';
import { useApp, useAppState } from '../../appContext';
import views from '../../views/view.module.css';

interface Props {
  readonly evaluations: readonly Evaluated[];
  readonly picked: Evaluated | null;
  readonly onPick: (id: string | null) => void;
}

/** The evaluations as a list, for those who do not click on marks, and what is known of one. */
export function Evaluations({ evaluations, picked, onPick }: Props) {
  if (evaluations.length === 0) return null;
  return (
    <div>
      <NativeSelect
        label="Evaluation"
        description="or click on a mark"
        value={picked?.id ?? ''}
        data={[
          { value: '', label: 'none' },
          ...evaluations.map(({ id, chosen }) => ({
            value: id,
            label: chosen ? `${id} (kept)` : id,
          })),
        ]}
        onChange={(event) => onPick(event.currentTarget.value || null)}
      />
      <p className={views.soft} role="status" style={{ minHeight: '2.6rem', marginTop: '0.4rem' }}>
        {picked ? told(picked) : 'The best of each student is kept; the start is a candidate.'}
      </p>
      {picked && picked.method !== 'ranker' && <OpenOnAlign picked={picked} />}
    </div>
  );
}

/** The weights of an evaluation where they can be looked at, once the run is kept with them. */
function OpenOnAlign({ picked }: { readonly picked: Evaluated }) {
  const app = useApp();
  const run = useAppState(({ study, runs }) => runs.list.find(({ id }) => id === study.run));
  const report = useAppState(({ runs }) => reportWithId(runs, run?.id ?? null));
  if (!run || !report) return null;
  const { method, step, seed, language } = picked;
  const student = keptAt({ side: 'a', files: run.files, report }, { method, step }).find(
    (one) => one.seed === seed && one.language === language,
  );
  const open = (one: RunStudent) => {
    app.look.set({ a: run.id, ...checkpointLook({ side: 'a' }, one, step) });
    app.go('align');
  };
  return student ? (
    <Button size="compact-sm" variant="default" onClick={() => open(student)}>
      Open on Align
    </Button>
  ) : (
    <p className={views.soft}>The weights at this step are not among the run’s files.</p>
  );
}

function told({ method, language, seed, step, devMap, byLanguage, chosen }: Evaluated): string {
  const name = method === 'ranker' ? 'English ranker' : methodName(method);
  const maps = Object.entries(byLanguage)
    .filter(([, map]) => typeof map === 'number')
    .map(([code, map]) => `${code} ${(100 * map!).toFixed(1)}`);
  return [
    [name, language, `seed ${seed}`, `step ${step}`].filter(Boolean).join(', '),
    Number.isFinite(devMap) ? `held-out MAP × 100: ${(100 * devMap).toFixed(1)}` : 'not judged',
    ...(maps.length > 0 ? [maps.join(', ')] : []),
    chosen ? 'these weights are kept so far' : 'not the best so far',
  ].join(' · ');
}
