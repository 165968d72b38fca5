// The flags of `study` that choose an encoder and what is put around texts.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fromUser } from './inputs.mjs';
import { Exit } from './say.mjs';

/** Flags and the fields of `config.encoder` that they fill. */
const TEXTS = {
  dtype: 'dtype',
  'query-prefix': 'queryPrefix',
  'passage-prefix': 'passagePrefix',
  'prefix-tokens': 'prefixTokens',
  'special-tokens': 'specialTokens',
  skiplist: 'skiplist',
  pooling: 'pooling',
};

/**
 * What `--encoder` names: a folder of the disk, where there is one of that name, or else a model of the hub.
 *
 * @throws {Exit} 64 for a path without a folder, or `--hub` without a model of a hub
 */
export function encoderSource({ encoder, hub }) {
  const source = sourceOf(encoder);
  if (hub !== undefined && source?.kind !== 'hub')
    throw new Exit(64, '--hub: expected --encoder ID beside it');
  return source && { ...source, ...(hub !== undefined && { endpoint: hub }) };
}

function sourceOf(encoder) {
  if (encoder === undefined || encoder === 'embedded') return undefined;
  if (encoder !== '' && existsSync(fromUser(encoder)))
    return { kind: 'folder', path: encoder, name: basename(fromUser(encoder)) };
  const found = /^([\w-][\w.-]*(?:\/[\w-][\w.-]*)?)(?:@([\w-][\w./-]*))?$/.exec(encoder);
  if (!found || encoder.includes('..'))
    throw new Exit(
      64,
      `--encoder: expected embedded, a folder, or ORGANISATION/NAME[@REVISION], got "${encoder}"`,
    );
  return { kind: 'hub', id: found[1], revision: found[2] ?? 'main' };
}

/**
 * The config's `encoder` with what the flags say; undefined where neither says anything.
 *
 * @throws {Exit} 64 for `--max-tokens` without a number
 */
export function encoderConfig(values, config, source) {
  const texts = Object.entries(TEXTS).flatMap(([flag, field]) =>
    values[flag] === undefined ? [] : [[field, values[flag]]],
  );
  const most = values['max-tokens'];
  if (most !== undefined && !/^\d+$/.test(most))
    throw new Exit(64, `--max-tokens: expected a number, got "${most}"`);
  const own = {
    ...(values.encoder !== undefined && named(source)),
    ...Object.fromEntries(texts),
    ...(most !== undefined && { maxTokens: Number(most) }),
    ...(values['query-expansion'] && { queryExpansion: true }),
    ...(values['raw-vectors'] && { normalise: false }),
  };
  return Object.keys(own).length > 0 || config !== undefined ? { ...config, ...own } : undefined;
}

function named(source) {
  if (source === undefined) return { source: 'embedded', revision: '' };
  if (source.kind === 'folder') return { source: `folder:${source.name}`, revision: '' };
  return { source: source.id, revision: source.revision };
}

/** A config that names another encoder wants it on the command line or as a model of the hub. */
export function hubOfConfig({ source = 'embedded', revision = '' } = {}) {
  if (source === 'embedded') return undefined;
  if (source.startsWith('folder:'))
    throw new Exit(64, `--config: it asks for ${source}: expected --encoder FOLDER beside it`);
  return { kind: 'hub', id: source, revision: revision || 'main' };
}
