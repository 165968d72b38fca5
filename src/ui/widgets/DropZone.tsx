import { Button } from '@mantine/core';
import { type ChangeEvent, type DragEvent, type ReactNode, useRef, useState } from 'react';
import { fromDrop, fromPicker, type LocalFile } from '../../app';
import classes from './DropZone.module.css';

interface Props {
  readonly title: string;
  readonly hint: string;
  readonly disabled: boolean;
  readonly onFiles: (files: readonly LocalFile[]) => void;
  readonly children?: ReactNode;
}

/** Takes files by drop, by file picker and by folder picker. */
export function DropZone({ title, hint, disabled, onFiles, children }: Props) {
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const picked = (event: ChangeEvent<HTMLInputElement>) => {
    const found = fromPicker(event.currentTarget.files ?? []);
    event.currentTarget.value = ''; // the same file may be chosen again
    if (found.length) onFiles(found);
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (disabled) return;
    const found = await fromDrop(event.dataTransfer);
    if (found.length) onFiles(found);
  };
  return (
    <section
      className={classes.zone}
      aria-label={title}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void drop(event)}
    >
      <h3>{title}</h3>
      <p>{hint}</p>
      <div className={classes.buttons}>
        <Button variant="default" disabled={disabled} onClick={() => files.current?.click()}>
          Choose files
        </Button>
        <Button variant="default" disabled={disabled} onClick={() => folder.current?.click()}>
          Choose a folder
        </Button>
        <span>or drop them here</span>
        {children}
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        onChange={picked}
        aria-label={`${title}: files`}
      />
      <input
        ref={(input) => {
          folder.current = input;
          if (input) input.webkitdirectory = true; // React has no such attribute
        }}
        type="file"
        hidden
        onChange={picked}
        aria-label={`${title}: folder`}
      />
    </section>
  );
}
