import {
  type BaseAbout,
  checkHubSource,
  describeEmbedded,
  describeSource,
  type Encoder,
  type EncoderDescription,
  type EncoderSource,
  indexedDbCache,
  type ModelSource,
  openSource,
  type PolicyEncoder,
  readBase,
  sourceName,
  withCache,
  withPolicy,
} from '../encoders';
import type { EncoderConfig, EncoderReport } from '../report';
import { EmbeddedEncoder, ENCODER } from './encoding';

/** What changes an encoder itself, so that it is opened again where one of these is another. */
export type EncoderSettings = Pick<EncoderConfig, 'dtype' | 'maxTokens' | 'queryExpansion'>;

/** An encoder that a study can be run with. */
export interface ChosenEncoder {
  /** Under the config's policy. */
  readonly encoder: PolicyEncoder;
  /** The same without it. */
  readonly whole: Encoder;
  readonly report: EncoderReport;
  /** For exported students. */
  readonly base: BaseAbout;
}

export type LoadProgress = (done: number, total: number) => void;

interface Opened extends Omit<ChosenEncoder, 'encoder'> {
  readonly source: ModelSource;
  readonly settings: EncoderSettings;
  readonly skiplist: readonly string[] | undefined;
}

/** The encoders of the engine: the embedded one, and at most one other that was opened. */
export class EncoderShelf {
  readonly embedded = new EmbeddedEncoder();
  #opened: Opened | undefined;
  #opening: AbortController | undefined;

  /** Says what an encoder is and what opening it would load. @throws as `describeSource` does */
  describe(source: EncoderSource, dtype: EncoderConfig['dtype']): Promise<EncoderDescription> {
    return source.kind === 'embedded' ? describeEmbedded(ENCODER) : describeSource(source, dtype);
  }

  /**
   * Opens an encoder in place of the one that was opened before; the embedded one needs no opening.
   *
   * @throws as `openSource` does; the reason of `cancel`. What was open before stays open then.
   */
  async open(
    source: EncoderSource,
    settings: EncoderSettings,
    hardware: boolean,
    onProgress: LoadProgress = () => undefined,
  ): Promise<void> {
    if (source.kind === 'embedded') return;
    this.cancel();
    const stop = new AbortController();
    this.#opening = stop;
    try {
      const opened = await openOther(source, settings, hardware, stop.signal, onProgress);
      stop.signal.throwIfAborted();
      await this.#opened?.whole.close();
      this.#opened = opened;
    } finally {
      if (this.#opening === stop) this.#opening = undefined;
    }
  }

  /** Stops what is being opened; whether there was anything. */
  cancel(): boolean {
    const stops = this.#opening !== undefined;
    this.#opening?.abort(new DOMException('Opening the encoder was cancelled.', 'AbortError'));
    return stops;
  }

  /**
   * The encoder that a config asks for.
   *
   * @throws Error if it is another than the one that was opened.
   */
  async choose(config: EncoderConfig, hardware: boolean): Promise<ChosenEncoder> {
    const opened =
      config.source === 'embedded'
        ? await openEmbedded(this.embedded, hardware)
        : await this.#matching(config, hardware);
    const { whole, skiplist } = opened;
    return { ...opened, encoder: withPolicy(whole, config, skiplist) };
  }

  /** What students are exported and imported for: the encoder that was opened last. */
  async base(): Promise<BaseAbout> {
    return this.#opened?.base ?? readBase(ENCODER);
  }

  async #matching(config: EncoderConfig, hardware: boolean): Promise<Opened> {
    const opened = this.#opened;
    if (!opened || sourceName(opened.source) !== config.source || !sameRevision(opened, config))
      throw new Error(
        `The config asks for the encoder ${config.source}${config.revision && `@${config.revision}`}, ` +
          `${opened ? `${sourceName(opened.source)} is open` : 'none but the embedded one is open'}: open it first.`,
      );
    const { dtype, maxTokens, queryExpansion } = config;
    const wanted = { dtype, maxTokens, queryExpansion };
    if (JSON.stringify(wanted) !== JSON.stringify(opened.settings))
      await this.open(opened.source, wanted, hardware);
    return this.#opened!;
  }
}

function sameRevision({ source }: Opened, { revision }: EncoderConfig): boolean {
  return source.kind !== 'hub' || checkHubSource(source).revision === (revision || 'main');
}

async function openOther(
  source: ModelSource,
  { dtype, maxTokens, queryExpansion }: EncoderSettings,
  hardware: boolean,
  signal: AbortSignal,
  onProgress: LoadProgress,
): Promise<Opened> {
  const { encoder, files, settings, origin } = await openSource(source, {
    executionProvider: hardware ? 'webgpu' : 'wasm',
    ...{ dtype, maxTokens, expandQueries: queryExpansion, signal },
    onProgress: ({ done, total }) => onProgress(done, total),
    onNote: (note) => console.warn(note),
  });
  const whole = withCache(encoder, indexedDbCache(), (note) => console.warn(note));
  const { kind, name, commit, endpoint, licence } = origin;
  const { id, dimension, layers } = encoder;
  const { prompts, pooling, colbert } = settings;
  const skiplist = colbert?.skiplist.length ? colbert.skiplist : undefined;
  return {
    ...{ source, settings: { dtype, maxTokens, queryExpansion }, skiplist, whole },
    report: {
      ...{ kind, name, ...(commit && { commit }), ...(endpoint && { endpoint }) },
      ...(licence && { licence }),
      ...about(encoder),
      prompts: Object.fromEntries(prompts),
      pooling: pooling ?? null,
      colbert: colbert ?? null,
      files,
    },
    base: { id, name, width: dimension, layers, licence: licence ?? 'unknown', provenance: origin },
  };
}

async function openEmbedded(embedded: EmbeddedEncoder, hardware: boolean) {
  const whole = await embedded.open(hardware);
  const base = await readBase(ENCODER);
  const { kind, name, prompts, pooling, licence = '' } = await describeEmbedded(ENCODER);
  const report: EncoderReport = {
    ...{ kind, name, licence, prompts, pooling, colbert: null },
    ...about(whole),
    files: [],
  };
  return { whole, report, base, skiplist: undefined };
}

function about({ id, layers, dimension, maxTokens, executionProvider }: Encoder) {
  return { id, layers, dimension, maxTokens, executionProvider };
}
