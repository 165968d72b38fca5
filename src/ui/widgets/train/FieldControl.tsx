import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  type FormField,
  fieldDefault,
  fieldRange,
  fieldText,
  fieldValue,
  parseField,
  resetField,
  type StudyConfig,
  showValue,
  withField,
} from '../../../app';
import { useApp } from '../../appContext';
import classes from '../StudyForm.module.css';

interface Props {
  readonly field: FormField;
  readonly draft: StudyConfig;
}

/** One setting: what it is, what it takes and, where it differs, its default and a way back to it. */
export function FieldControl({ field, draft }: Props) {
  const app = useApp();
  const { path, label, help } = field;
  const value = fieldValue(draft, path);
  const standard = fieldDefault(draft, path);
  const differs = JSON.stringify(value) !== JSON.stringify(standard);
  const range = fieldRange(field);
  return (
    <div className={classes.field} data-changed={differs || undefined}>
      <Control field={field} draft={draft} value={value} />
      <p className={classes.under}>
        {help}
        {range && <span className={classes.range}> {capital(range)}.</span>}
      </p>
      {differs && (
        <p className={classes.under}>
          Default {showValue(standard)}{' '}
          <button
            type="button"
            className={classes.reset}
            aria-label={`${label}: back to ${showValue(standard)}`}
            onClick={() => app.study.edit(resetField(draft, path))}
          >
            reset
          </button>
        </p>
      )}
    </div>
  );
}

function capital(range: string): string {
  // A code such as `auto` stays as it is written.
  return /^auto\b/.test(range) ? range : range[0]!.toUpperCase() + range.slice(1);
}

interface ControlProps extends Props {
  readonly value: unknown;
}

function Control({ field, draft, value }: ControlProps) {
  const app = useApp();
  const { path, label, list, options = {}, step = 1 } = field;
  const edit = (to: unknown) => app.study.edit(withField(draft, path, to));
  const names = (values: readonly string[]) =>
    values.map((one) => ({ value: one, label: options[one] ?? one }));
  const kind = field.value;
  if (path === 'student')
    return (
      <NativeSelect
        label={label}
        value={draft.student}
        data={[...new Set([...STUDENTS, draft.student])]}
        onChange={(event) => edit(event.currentTarget.value)}
      />
    );
  if (list && kind.kind === 'choice')
    return (
      <Checkbox.Group label={label} value={[...(value as readonly string[])]} onChange={edit}>
        <div className={classes.checks}>
          {kind.options.map((one) => (
            <Checkbox key={one} value={one} label={one} size="xs" />
          ))}
        </div>
      </Checkbox.Group>
    );
  if (list || kind.kind === 'other')
    return <WrittenField field={field} value={value} onEdit={edit} />;
  if (kind.kind === 'choice')
    return (
      <NativeSelect
        label={label}
        value={String(value)}
        data={names(kind.options)}
        onChange={(event) => edit(event.currentTarget.value)}
      />
    );
  if (kind.kind === 'boolean')
    return (
      <NativeSelect
        label={label}
        value={String(value)}
        data={names(['false', 'true']).map((one) =>
          one.label === one.value ? { ...one, label: showValue(one.value === 'true') } : one,
        )}
        onChange={(event) => edit(event.currentTarget.value === 'true')}
      />
    );
  if (kind.kind === 'text')
    return (
      <TextInput
        label={label}
        value={String(value)}
        onChange={(event) => edit(event.currentTarget.value)}
      />
    );
  return (
    <NumberInput
      label={label}
      value={Number.isNaN(value) ? '' : (value as number)}
      step={kind.multipleOf ?? step}
      min={kind.least ?? 0}
      {...(kind.most !== undefined && { max: kind.most })}
      clampBehavior="none"
      allowDecimal={!kind.integer}
      onChange={(to) => edit(typeof to === 'number' ? to : Number.NaN)}
    />
  );
}

const STUDENTS = ['mlp', 'head', 'low-rank', 'orthogonal', 'lora', 'top-2', 'full'];

interface WrittenProps {
  readonly field: FormField;
  readonly value: unknown;
  readonly onEdit: (value: unknown) => void;
}

/** A value that is written, such as a list; what is being written stays as it is until it means something else. */
function WrittenField({ field, value, onEdit }: WrittenProps) {
  const [text, setText] = useState(fieldText(value));
  const means = JSON.stringify(parseField(field, text)) === JSON.stringify(value);
  return (
    <TextInput
      label={field.label}
      value={means ? text : fieldText(value)}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onEdit(parseField(field, event.currentTarget.value));
      }}
    />
  );
}
