import { Button } from '@mantine/core';
import { useApp, useAppState } from '../../appContext';
import views from '../../views/view.module.css';
import { DropZone } from '../DropZone';
import { AddressForm } from './AddressForm';
import { BitextOptions } from './BitextOptions';
import { CollectionForm } from './CollectionForm';
import { CorpusOptions } from './CorpusOptions';
import classes from './data.module.css';
import { FilterForm } from './FilterForm';
import { LoadProgress } from './LoadProgress';
import { ReadAgain } from './ReadAgain';

const EMBEDDED = [
  { name: 'udhr', label: 'Human rights (UDHR)' },
  { name: 'cldr', label: 'Emoji names (CLDR)' },
] as const;

/** Every way in: the sample, own files, an address. */
export function Sources({ locked }: { readonly locked: boolean }) {
  const app = useApp();
  const busy = useAppState((state) => state.data.busy);
  const bitext = useAppState((state) => state.data.bitext);
  return (
    <>
      <section className={`${views.panel} ${views.row}`} aria-label="Embedded sample">
        <Button
          onClick={() => void app.data.loadSample()}
          disabled={locked}
          loading={busy !== null}
        >
          Use the embedded sample (synthetic)
        </Button>
        {busy ? (
          <LoadProgress />
        ) : (
          <p className={`${views.soft} ${classes.progress}`}>
            Eleven languages, written by a grammar in MTOP’s format: for trying things out, not for
            conclusions.
          </p>
        )}
      </section>
      <div className={views.halves}>
        <DropZone
          title="Own corpus"
          hint="MTOP in any packaging (official, XSemPLR, Hugging Face), MASSIVE, xSID, line-aligned text: files, folder or zip"
          disabled={locked}
          onFiles={(files) => void app.data.loadCorpus(files)}
        >
          <details className={classes.fold}>
            <summary>Options: ids, split, relevance, ranker, translations</summary>
            <CorpusOptions disabled={locked} />
          </details>
        </DropZone>
        <DropZone
          title="Own bitext (optional)"
          hint="Moses pairs, OPUS zips, TSV, CSV, TMX, JSONL, Parquet; without any, the corpus’s parallel ids serve"
          disabled={locked}
          onFiles={(files) => void app.data.loadBitext(files)}
        >
          <div className={views.row}>
            <span>With the page come</span>
            {EMBEDDED.map(({ name, label }) => (
              <Button
                key={name}
                size="compact-sm"
                variant="default"
                disabled={locked}
                onClick={() => void app.data.loadEmbeddedBitext(name)}
              >
                {label}
              </Button>
            ))}
          </div>
          {bitext.length > 0 && (
            <Button
              variant="default"
              size="compact-sm"
              disabled={locked}
              onClick={() => void app.data.clearBitext()}
            >
              Remove {bitext.length === 1 ? 'the bitext file' : `${bitext.length} bitext files`}
            </Button>
          )}
          <details className={classes.fold}>
            <summary>Options: filters, columns</summary>
            <FilterForm disabled={locked} />
            <BitextOptions disabled={locked} />
          </details>
        </DropZone>
      </div>
      <details className={`${views.panel} ${classes.more}`}>
        <summary>A ranking collection, or a file from an address</summary>
        <div className={classes.stack}>
          <CollectionForm disabled={locked} />
          <AddressForm disabled={locked} />
        </div>
      </details>
      <ReadAgain locked={locked} />
    </>
  );
}
