import { Button, CloseButton } from '@mantine/core';
import { useApp, useAppState } from '../appContext';
import { DataSummaryPanel } from '../widgets/DataSummaryPanel';
import { DropZone } from '../widgets/DropZone';
import { Notice } from '../widgets/Notice';
import classes from './view.module.css';

/** Loads the embedded sample or the user's own files and says what was read. */
export function DataScreen() {
  const app = useApp();
  const { summary, busy, error, bitext } = useAppState((state) => state.data);
  const running = useAppState((state) => state.study.running);
  const locked = busy !== null || running;
  return (
    <div className={classes.view}>
      <h2 className={classes.title}>
        Data <small>a corpus with intents and, if you have it, bitext to distil on</small>
      </h2>
      {error && (
        <Notice tone="bad" title="Nothing new was loaded">
          <div className={classes.row} style={{ justifyContent: 'space-between' }}>
            <span>
              {error} {summary && `${summary.corpus} is still loaded.`}
            </span>
            <CloseButton aria-label="Dismiss" onClick={app.data.dismissError} />
          </div>
        </Notice>
      )}
      <section className={`${classes.panel} ${classes.row}`} aria-label="Embedded sample">
        <Button
          onClick={() => void app.data.loadSample()}
          disabled={locked}
          loading={busy !== null}
        >
          Use the embedded sample (synthetic)
        </Button>
        <p className={classes.soft}>
          Eleven languages, written by a grammar in MTOP’s format: for trying things out, not for
          conclusions.
        </p>
      </section>
      <div className={classes.halves}>
        <DropZone
          title="Own corpus"
          hint="Official MTOP (zip, folder or its .txt files) or XSemPLR’s JSON"
          disabled={locked}
          onFiles={(files) => void app.data.loadCorpus(files)}
        />
        <DropZone
          title="Own bitext (optional)"
          hint="Moses file pairs (x.en, x.de) or TSV; without it, the corpus’s parallel ids serve"
          disabled={locked}
          onFiles={(files) => void app.data.loadBitext(files)}
        >
          {bitext.length > 0 && (
            <Button
              variant="default"
              size="compact-sm"
              disabled={locked}
              onClick={() => void app.data.clearBitext()}
            >
              Remove {bitext.length} bitext files
            </Button>
          )}
        </DropZone>
      </div>
      {summary ? (
        <DataSummaryPanel summary={summary} />
      ) : (
        <p className={classes.soft}>Nothing is loaded yet. Files stay on this machine.</p>
      )}
    </div>
  );
}
