import { encoderOf } from '../report';
import type { EncoderSource } from '../worker';
import { callback, type Engine } from './engine';
import type { Link } from './links';

/** A model of the hub, or a folder's files, which the command serves. */
export type HeadlessEncoder =
  | {
      readonly kind: 'hub';
      readonly id: string;
      readonly revision?: string;
      readonly endpoint?: string;
    }
  | { readonly kind: 'folder'; readonly name: string; readonly files: readonly Link[] };

/** Opens the encoder that a job brings; a folder's files stay where they are until they are read. */
export async function openJobEncoder(
  engine: Engine,
  encoder: HeadlessEncoder,
  config: unknown,
  report: (stage: string, done: number, total: number) => void,
): Promise<void> {
  const { dtype, maxTokens, queryExpansion, specialTokens } = encoderOf(config);
  const settings = { dtype, maxTokens, queryExpansion, specialTokens };
  const source: EncoderSource =
    encoder.kind === 'hub'
      ? encoder
      : {
          ...{ kind: 'folder', name: encoder.name },
          files: encoder.files.map(({ path, url }) => ({ path, content: { url } })),
        };
  const progress = callback((done: number, total: number) => report('encoder', done, total));
  await engine.openEncoder(source, settings, progress);
}
