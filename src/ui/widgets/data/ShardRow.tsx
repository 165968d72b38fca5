import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { formatBytes, formatCount, languageLabel, type ShardRecord } from '../../../app';
import { useApp } from '../../appContext';
import classes from './data.module.css';

/** Names of languages before only their number is told. */
const NAMED = 6;

interface Props {
  readonly shard: ShardRecord;
  readonly chosen: boolean;
  readonly locked: boolean;
  readonly onChoose: (chosen: boolean) => void;
}

/** One stored import. Deleting asks once more, in its place. */
export function ShardRow({ shard, chosen, locked, onChoose }: Props) {
  const app = useApp();
  const [asked, setAsked] = useState(false);
  const { name, kind, synthetic, rows, bytes, hash, licence, problems, damage, added } = shard;
  const usable = damage === undefined && kind !== 'vectors';
  return (
    <li className={classes.shard}>
      <Checkbox
        aria-label={`Choose ${name}`}
        checked={chosen}
        disabled={!usable || locked}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <div>
        <strong>
          <bdi>{name}</bdi>
          {synthetic && ' (synthetic)'}
        </strong>{' '}
        {kind}, {formatCount(rows)} rows, {formatBytes(bytes)}
        {damage !== undefined && <p data-damaged="true">Damaged: {damage}. It is not used.</p>}
        <p className={classes.facts}>
          {languagesOf(shard)} · licence: <bdi>{licence}</bdi> · {formatCount(problems)}{' '}
          {problems === 1 ? 'problem' : 'problems'} · kept{' '}
          {new Date(added).toLocaleDateString('en-GB')} ·{' '}
          <code title={`SHA-256 ${hash}`}>{hash.slice(0, 12)}</code>
        </p>
      </div>
      <div className={classes.actions}>
        {asked ? (
          <>
            <Button
              size="compact-sm"
              color="red.9"
              disabled={locked}
              onClick={() => void app.shelf.remove(shard)}
            >
              Delete {formatBytes(bytes)}
            </Button>
            <Button size="compact-sm" variant="default" autoFocus onClick={() => setAsked(false)}>
              Keep it
            </Button>
          </>
        ) : (
          <>
            {usable && kind !== 'bitext' && (
              <Button
                size="compact-sm"
                variant="default"
                disabled={locked}
                aria-label={`Open ${name} alone`}
                onClick={() => void app.shelf.open([hash])}
              >
                Open
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              disabled={locked}
              aria-label={`Delete ${name}`}
              onClick={() => setAsked(true)}
            >
              Delete…
            </Button>
          </>
        )}
      </div>
    </li>
  );
}

function languagesOf({ languages }: ShardRecord): string {
  if (languages.length > NAMED) return `${languages.length} languages`;
  const named = languages.map(
    ({ language, rows }) => `${languageLabel(language)} ${formatCount(rows)}`,
  );
  return named.join(', ') || 'no language';
}
