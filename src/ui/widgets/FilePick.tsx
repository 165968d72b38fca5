import { Button, CloseButton } from '@mantine/core';
import { useId, useRef } from 'react';
import { fromPicker, type LocalFile } from '../../app';
import classes from './FilePick.module.css';

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly files: readonly { readonly path: string }[];
  readonly disabled?: boolean;
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly LocalFile[]) => void;
}

/** One small file, or a few, that go with others: chosen, named, taken away again. */
export function FilePick({
  label,
  hint,
  files,
  disabled = false,
  multiple = false,
  onFiles,
}: Props) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    <fieldset className={classes.pick} disabled={disabled} aria-describedby={id}>
      <legend>{label}</legend>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`${label}: choose`}
        onClick={() => input.current?.click()}
      >
        Choose…
      </Button>
      {files.length > 0 ? (
        <span className={classes.chosen}>
          <bdi>{files.length === 1 ? files[0]!.path : `${files.length} files`}</bdi>
          <CloseButton size="sm" aria-label={`${label}: remove`} onClick={() => onFiles([])} />
        </span>
      ) : (
        <span className={classes.hint} id={id}>
          {hint}
        </span>
      )}
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        aria-label={`${label}: files`}
        onChange={(event) => {
          const found = fromPicker(event.currentTarget.files ?? []);
          event.currentTarget.value = ''; // the same file may be chosen again
          if (found.length > 0) onFiles(found);
        }}
      />
    </fieldset>
  );
}
