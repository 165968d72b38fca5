import { Button, NativeSelect } from '@mantine/core';
import { useRef } from 'react';
import { PRESETS, presetOf } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import views from '../../views/view.module.css';
import classes from '../StudyForm.module.css';

/** Studies by name, and configs as files. */
export function PresetBar() {
  const app = useApp();
  const { draft, running } = useAppState((state) => state.study);
  const input = useRef<HTMLInputElement>(null);
  const preset = presetOf(draft);
  return (
    <fieldset className={`${views.panel} ${classes.bar}`} disabled={running} aria-label="Study">
      <div className={views.row} style={{ alignItems: 'flex-end' }}>
        <NativeSelect
          label="Preset"
          style={{ flex: '1 1 16rem', maxWidth: '34rem' }}
          value={preset?.id ?? ''}
          data={[
            { value: '', label: 'own settings', disabled: true },
            ...PRESETS.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(event) => {
            const chosen = PRESETS.find(({ id }) => id === event.currentTarget.value);
            if (chosen) app.study.edit(chosen.config);
          }}
        />
        <Button variant="default" onClick={() => input.current?.click()}>
          Open config
        </Button>
        <Button variant="default" onClick={app.study.saveConfig}>
          Save config
        </Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="A config file"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = '';
            if (file) void app.study.openConfig(file.name, file);
          }}
        />
      </div>
      <p className={views.soft} style={{ marginTop: '0.35rem' }}>
        {preset
          ? `${preset.about} Made for: ${preset.data}; it runs on whatever is loaded.`
          : 'A saved config is what npm run study takes by --config.'}
      </p>
    </fieldset>
  );
}
