import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  type FieldSection,
  fieldsIn,
  formDifferences,
  resetField,
  SECTION_NAMES,
  type StudyConfig,
} from '../../app';
import { useApp, useAppState } from '../appContext';
import views from '../views/view.module.css';
import classes from './StudyForm.module.css';
import { EncoderChoice } from './train/EncoderChoice';
import { FieldControl } from './train/FieldControl';
import { MethodChoice } from './train/MethodChoice';

const FOLDED: readonly FieldSection[] = [
  'distillation',
  'ranker',
  'evaluation',
  'encoder',
  'machine',
];

/** Every setting of a study, by the config's one schema; what differs from the defaults is marked and listed. */
export function StudyForm() {
  const { draft, running, curves } = useAppState((state) => state.study);
  // Beside a run's curves the form would push them out of sight.
  const [open, setOpen] = useFold(!running && curves.length === 0);
  const count = formDifferences(draft).length;
  return (
    <details
      className={`${views.panel} ${classes.fold}`}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className={classes.foldHead}>
        <h3>Settings</h3>
        <span className={classes.chosen}>
          {count === 0 ? 'all at their defaults' : `${count} changed`}
        </span>
      </summary>
      <fieldset className={classes.form} disabled={running} aria-label="Settings">
        <MethodChoice draft={draft} />
        <Fields section="main" draft={draft} />
        {FOLDED.map((section) => (
          <Folded key={section} section={section} draft={draft} />
        ))}
        <Differences draft={draft} />
      </fieldset>
    </details>
  );
}

/** Open as `usual` says, until someone folds or unfolds by hand; anew whenever `usual` changes. */
function useFold(usual: boolean) {
  const [choice, setChoice] = useState({ usual, open: usual });
  const open = choice.usual === usual ? choice.open : usual;
  return [open, (next: boolean) => setChoice({ usual, open: next })] as const;
}

interface Props {
  readonly draft: StudyConfig;
}

/** A section that unfolds by itself where its encoder has to be opened, and stays so. */
function Folded({ section, draft }: Props & { readonly section: FieldSection }) {
  const isEncoder = section === 'encoder';
  const wanted = isEncoder && draft.encoder.source !== 'embedded';
  const [open, setOpen] = useState(wanted);
  if (wanted && !open) setOpen(true);
  return (
    <details className={classes.section} open={open || undefined}>
      <summary>{SECTION_NAMES[section]}</summary>
      {isEncoder && <EncoderChoice />}
      <Fields section={section} draft={draft} />
    </details>
  );
}

function Fields({ section, draft }: Props & { readonly section: FieldSection }) {
  return (
    <div className={classes.grid}>
      {fieldsIn(section).map((field) => (
        <FieldControl key={field.path} field={field} draft={draft} />
      ))}
    </div>
  );
}

function Differences({ draft }: Props) {
  const app = useApp();
  const found = formDifferences(draft);
  return (
    <details className={classes.section}>
      <summary>
        {found.length === 0
          ? 'No setting differs from the defaults'
          : `${found.length} ${found.length === 1 ? 'setting differs' : 'settings differ'} from the defaults`}
      </summary>
      <ul className={classes.differences}>
        {found.map(({ path, label, value, default: usual }) => (
          <li key={path}>
            <strong>{label}</strong>: {value} (default {usual}){' '}
            <button
              type="button"
              className={classes.reset}
              aria-label={`${label}, listed: back to the default`}
              onClick={() => app.study.edit(resetField(draft, path))}
            >
              reset
            </button>
          </li>
        ))}
      </ul>
      {found.length > 0 && (
        <Button variant="default" size="compact-sm" onClick={() => app.study.reset()}>
          Back to the defaults
        </Button>
      )}
    </details>
  );
}
