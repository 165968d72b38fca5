import { Button, Progress, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { formatBytes, fromPicker } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import views from '../../views/view.module.css';
import { Notice } from '../Notice';
import classes from '../StudyForm.module.css';

/** Which encoder: the embedded one, a model of the hub or a folder; its size is told before anything is downloaded. */
export function EncoderChoice() {
  const app = useApp();
  const { found, busy, progress, error, opened } = useAppState((state) => state.study.encoder);
  const source = useAppState((state) => state.study.draft.encoder.source);
  const [name, setName] = useState('');
  const [mirror, setMirror] = useState('');
  const folder = useRef<HTMLInputElement>(null);
  const lookAtHub = () => {
    if (name.trim() !== '') void app.encoder.lookAtHub(name, mirror);
  };
  const shut = source !== 'embedded' && source !== opened;
  return (
    <div style={{ marginBottom: '0.75rem' }}>
      <p className={views.soft}>
        The draft names <strong>{source}</strong>
        {source === 'embedded'
          ? ', which comes with the page.'
          : shut
            ? ', which is not open: open it here first.'
            : ', which is open.'}
      </p>
      <div className={classes.own}>
        <TextInput
          label="Model of the hub"
          description="its small files are fetched to tell its size"
          placeholder="ORGANISATION/NAME@REVISION"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && lookAtHub()}
        />
        <TextInput
          label="Hub address"
          description="of a mirror; empty is the public hub"
          placeholder="http://localhost:8080"
          value={mirror}
          onChange={(event) => setMirror(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && lookAtHub()}
        />
        <Button
          variant="default"
          disabled={busy !== null || name.trim() === ''}
          onClick={lookAtHub}
        >
          Look at it
        </Button>
      </div>
      <div className={views.row} style={{ marginTop: '0.75rem' }}>
        <Button variant="default" disabled={busy !== null} onClick={() => folder.current?.click()}>
          Choose a folder
        </Button>
        <p className={views.soft}>
          with tokenizer.json, config.json and an ONNX graph in the hub’s layout; it stays on this
          machine
        </p>
        {source !== 'embedded' && (
          <Button variant="default" onClick={app.encoder.useEmbedded}>
            Use the embedded encoder
          </Button>
        )}
        <input
          ref={folder}
          type="file"
          hidden
          multiple
          aria-label="A model’s folder"
          {...{ webkitdirectory: '' }}
          onChange={(event) => {
            const files = fromPicker(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
            if (files.length > 0) void app.encoder.lookAtFolder(files);
          }}
        />
      </div>
      {found && (
        <div className={views.row} style={{ marginTop: '0.5rem' }}>
          <p className={views.soft} role="status">
            {found.name}: {found.modelType}, {found.layers} layers, {found.dimension} dimensions, up
            to {found.maxTokens} tokens, {found.dtype}; {formatBytes(found.bytes)} in{' '}
            {found.files.length} files, {formatBytes(found.missingBytes)} of them to download.
          </p>
          <Button disabled={busy !== null} onClick={() => void app.encoder.open()}>
            {found.missingBytes > 0
              ? `Download ${formatBytes(found.missingBytes)} and open`
              : 'Open'}
          </Button>
        </div>
      )}
      {busy && (
        <div className={views.row} style={{ marginTop: '0.5rem' }}>
          <p className={views.soft}>{busy}</p>
          {progress && (
            <Progress
              w={160}
              value={(100 * progress.done) / Math.max(1, progress.total)}
              aria-label="Encoder read"
            />
          )}
          <Button size="compact-xs" variant="default" onClick={app.encoder.cancel}>
            Stop
          </Button>
        </div>
      )}
      {error && (
        <Notice tone="bad" title="The encoder was not opened">
          {error}
        </Notice>
      )}
    </div>
  );
}
