import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  DISTIL_FIELDS,
  LAYER,
  LIMIT,
  METHODS,
  methodName,
  type NumberField,
  parseLanguages,
  parseSeeds,
  RANKER_FIELDS,
  type StudyConfig,
} from '../../app';
import { useApp, useAppState } from '../appContext';
import views from '../views/view.module.css';
import classes from './StudyForm.module.css';

/** Methods of the form and those that the draft has besides, such as sums of losses. */
function offered(draft: StudyConfig): string[] {
  return [...new Set([...METHODS, ...draft.methods])];
}

/** Kinds of student that the form offers, and the draft's own, such as `lora-16-4`. */
function studentsFor({ student }: StudyConfig): string[] {
  const usual = ['mlp', 'head', 'low-rank', 'orthogonal', 'lora', 'top-2', 'full'];
  return [...new Set([...usual, student])];
}

/** The main settings of a study; what differs from the default is marked. */
export function StudyForm() {
  const app = useApp();
  const draft = useAppState((state) => state.study.draft);
  const defaults = useAppState((state) => state.study.defaults);
  const running = useAppState((state) => state.study.running);
  const [round, setRound] = useState(0);
  const edit = (change: Partial<StudyConfig>) => app.study.edit({ ...draft, ...change });
  const differs = (key: keyof StudyConfig) =>
    JSON.stringify(draft[key]) !== JSON.stringify(defaults[key]) || undefined;
  const numbers = (fields: readonly NumberField[]) =>
    fields.map((field) => (
      <NumberInput
        key={field.id}
        label={field.label}
        description={field.hint}
        value={Number.isNaN(field.get(draft)) ? '' : field.get(draft)}
        step={field.step}
        decimalScale={field.decimals}
        min={0}
        data-changed={field.get(draft) !== field.get(defaults) || undefined}
        onChange={(value) =>
          app.study.edit(field.set(draft, typeof value === 'number' ? value : Number.NaN))
        }
      />
    ));
  return (
    <fieldset className={`${views.panel} ${classes.form}`} disabled={running} aria-label="Settings">
      <Checkbox.Group
        className={classes.methods}
        label="Methods"
        value={[...draft.methods]}
        data-changed={differs('methods')}
        onChange={(values) =>
          edit({ methods: offered(draft).filter((method) => values.includes(method)) })
        }
      >
        <div className={classes.checks}>
          {offered(draft).map((method) => (
            <Checkbox key={method} value={method} label={methodName(method)} />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.grid} key={round}>
        <TextInput
          label="Languages"
          description="codes; empty takes all"
          placeholder="de, fr, th"
          defaultValue={draft.languages.join(', ')}
          data-changed={differs('languages')}
          onChange={(event) => edit({ languages: parseLanguages(event.currentTarget.value) })}
        />
        <TextInput
          label="Seeds"
          description="whole numbers"
          defaultValue={draft.seeds.join(', ')}
          data-changed={differs('seeds')}
          onChange={(event) => edit({ seeds: parseSeeds(event.currentTarget.value) })}
        />
        <NativeSelect
          label="Train on"
          description="split whose ids train"
          value={draft.trainSplit}
          data={['train', 'dev']}
          data-changed={differs('trainSplit')}
          onChange={(event) => edit({ trainSplit: event.currentTarget.value as 'train' | 'dev' })}
        />
        <NativeSelect
          label="Student"
          description="a head, or layers of the encoder"
          value={draft.student}
          data={studentsFor(draft)}
          data-changed={differs('student')}
          onChange={(event) => edit({ student: event.currentTarget.value })}
        />
        <NativeSelect
          label="Students"
          description="one a language, or one for all"
          value={draft.joint ? 'joint' : 'each'}
          data={[
            { value: 'each', label: 'one a language' },
            { value: 'joint', label: 'one for all (joint)' },
          ]}
          data-changed={differs('joint')}
          onChange={(event) => edit({ joint: event.currentTarget.value === 'joint' })}
        />
        <NativeSelect
          label="Placebo"
          description="a gain here is none"
          value={draft.placebo}
          data={[
            { value: 'none', label: 'none' },
            { value: 'shuffled', label: 'shuffled pairs' },
            { value: 'english', label: 'English on both sides' },
          ]}
          data-changed={differs('placebo')}
          onChange={(event) =>
            edit({ placebo: event.currentTarget.value as StudyConfig['placebo'] })
          }
        />
        {numbers([LIMIT, LAYER, ...DISTIL_FIELDS, ...RANKER_FIELDS])}
      </div>
      <div className={views.row}>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            app.study.reset();
            setRound(round + 1);
          }}
        >
          Back to the defaults
        </Button>
        <p className={views.soft}>
          A bar at the left marks settings that differ from the defaults; the report repeats them
          all.
        </p>
      </div>
    </fieldset>
  );
}
