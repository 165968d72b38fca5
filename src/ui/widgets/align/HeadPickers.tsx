import { NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import {
  type Against,
  type AppState,
  againstHead,
  anyHead,
  chooseStudent,
  type HeadChoice,
  headOptions,
  languageLabel,
  type RunStudent,
  reportWithId,
  type StudentSide,
  serves,
  shownHead,
  studentLabel,
  studentsOf,
  withHead,
} from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from './HeadPickers.module.css';

/** Whose vectors are aligned, and in A − B with whose they are compared; there only once a run is pinned. */
export function HeadPickers() {
  const mode = useAppState((state) => state.look.mode);
  const needed = useAppState(
    ({ look: { a, b, student, against } }) =>
      a !== null || b !== null || student !== 'none' || against !== 'kept',
  );
  if (!needed) return null;
  return (
    <div className={classes.heads}>
      <HeadPicker of="shown" name={mode === 'difference' ? 'B, shown' : 'Vectors'} />
      {mode === 'difference' && <HeadPicker of="against" name="A" />}
    </div>
  );
}

interface Props {
  readonly of: 'shown' | 'against';
  readonly name: string;
}

function HeadPicker({ of, name }: Props) {
  const app = useApp();
  const kept = useAppState((state) => state.align.kept);
  const choice = useChoice(of);
  const side: Against = choice?.side ?? 'kept';
  const sources = useSources(of === 'against');
  const take = (value: string) => {
    if (value === 'kept') app.look.set({ against: 'kept' });
    else
      app.look.set(withHead(of, { head: null, step: null, ...choice, side: value as StudentSide }));
  };
  return (
    <fieldset
      className={classes.head}
      aria-label={of === 'shown' ? 'Shown vectors' : 'Vectors of A'}
    >
      <span className={classes.name} aria-hidden="true">
        {name}
      </span>
      <NativeSelect
        aria-label={of === 'shown' ? 'Token vectors of' : 'A is'}
        value={side}
        data={sources}
        onChange={(event) => take(event.currentTarget.value)}
      />
      {choice && choice.side !== 'none' && <StudentAndStep of={of} choice={choice} />}
      {!choice && (
        <span className={classes.kept}>
          {kept ? (
            <>
              <bdi dir="auto">{kept.problem.columns.text.slice(0, 40)}</bdi>, {kept.vectors},{' '}
              {kept.settings}
            </>
          ) : (
            'nothing is kept yet'
          )}
        </span>
      )}
    </fieldset>
  );
}

/** The choice of the look; the same object until it changes, though a slider moves. */
function useChoice(of: Props['of']): HeadChoice | null {
  const text = useAppState(({ look }) =>
    JSON.stringify(of === 'shown' ? shownHead(look) : againstHead(look)),
  );
  return useMemo(() => JSON.parse(text) as HeadChoice | null, [text]);
}

/** What can be aligned; a run without weights cannot, and says so. */
function useSources(withKept: boolean) {
  const a = useAppState((state) => sourceOf(state, 'a'));
  const b = useAppState((state) => sourceOf(state, 'b'));
  return [
    ...(withKept ? [{ value: 'kept', label: 'What was kept' }] : []),
    { value: 'none', label: 'Encoder’s vectors' },
    { value: 'a', label: `Student of run A${a}`, disabled: a !== '' },
    { value: 'b', label: `Student of run B${b}`, disabled: b !== '' },
  ];
}

/** Why no student of a run can be had; empty where one can. */
function sourceOf({ look, runs }: AppState, side: 'a' | 'b'): string {
  const id = look[side];
  if (id === null) return ' (none is pinned)';
  const run = runs.list.find((one) => one.id === id);
  if (!run) return ' (not in this browser)';
  return studentsOf(run.files, null).some((one) => anyHead(one) !== null)
    ? ''
    : ' (no weights among its files)';
}

function StudentAndStep({ of, choice }: { readonly of: Props['of']; readonly choice: HeadChoice }) {
  const app = useApp();
  const { side, head, step } = choice;
  const id = useAppState((state) => (side === 'none' ? null : state.look[side]));
  const files = useAppState(({ runs }) => runs.list.find((run) => run.id === id)?.files);
  const report = useAppState(({ runs }) => reportWithId(runs, id));
  const language = useAppState((state) => state.align.solved?.problem.columns.language ?? '');
  const students = useMemo(() => studentsOf(files ?? [], report), [files, report]);
  const student = chooseStudent(students, head, language);
  const set = (change: Partial<HeadChoice>) => app.look.set(withHead(of, { ...choice, ...change }));
  const prefix = of === 'shown' ? '' : 'A: ';
  return (
    <>
      <NativeSelect
        aria-label={`${prefix}Student`}
        value={student?.stem ?? ''}
        data={studentChoices(students, student, language)}
        onChange={(event) => set({ head: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={`${prefix}Weights`}
        value={step === null ? 'end' : String(step)}
        disabled={!student}
        data={stepChoices(student ? headOptions(student, report) : [], step)}
        onChange={({ currentTarget: { value } }) =>
          // The student is named with its step: another one may have other steps.
          set({ head: student?.stem ?? head, step: value === 'end' ? null : Number(value) })
        }
      />
    </>
  );
}

function studentChoices(
  students: readonly RunStudent[],
  chosen: RunStudent | null,
  language: string,
) {
  const fit = students.filter((one) => serves(one, language));
  const none = `no such student of ${languageLabel(language)}`;
  return [
    ...(chosen ? [] : [{ value: '', label: none, disabled: true }]),
    ...fit.map((one) => ({
      ...{ value: one.stem, label: studentLabel(one) },
      disabled: anyHead(one) === null,
    })),
  ];
}

function stepChoices(options: ReturnType<typeof headOptions>, step: number | null) {
  const known = options.map(({ step: own, label, reason }) => ({
    value: own === null ? 'end' : String(own),
    label: reason ? `${label} (${reason})` : label,
    disabled: reason !== null,
  }));
  if (options.some((one) => one.step === step)) return known;
  return [
    { value: step === null ? 'end' : String(step), label: `Step ${step ?? '…'}`, disabled: true },
    ...known,
  ];
}
