import { sha256 as streamingSha256 } from '@noble/hashes/sha2.js';
import { type DataFile, type SourceRows, watchFile } from '../data';
import { sha256 } from '../lib';
import { openInput } from './openInput';
import type { DataSummary, InputFile, LoadProgress } from './types';

/** Bytes between two reports. */
const REPORTED = 2 ** 22;

/** Files of one loading: their bytes are counted as they are read, and all stop at one signal. */
export class InputFiles {
  readonly #opened = new Map<InputFile, Promise<DataFile>>();
  #total = 0;
  #done = 0;
  #reported = 0;
  #stage: LoadProgress['stage'] = 'read';

  constructor(
    readonly signal: AbortSignal,
    readonly onProgress: (progress: LoadProgress) => void = () => {},
  ) {}

  /** The files as readers take them. @throws ParseError naming an address that cannot be reached. */
  async open(given: readonly InputFile[]): Promise<readonly DataFile[]> {
    return Promise.all(given.map((file) => this.#open(file)));
  }

  /**
   * Adds to each record the SHA-256 of the file that it names.
   *
   * @param given the files among which they are.
   */
  async hash(
    records: readonly SourceRows[],
    given: readonly InputFile[],
  ): Promise<DataSummary['files']> {
    if (this.#stage === 'read') this.#done = this.#reported = 0;
    this.#stage = 'hash';
    const byPath = new Map(given.map((file) => [file.path, file]));
    const hashed: DataSummary['files'][number][] = [];
    for (const { path, rows } of records) {
      const file = byPath.get(path);
      if (!file) throw new Error(`${path} gave rows and was not handed in`);
      hashed.push({ path, rows, sha256: await hashOf(await this.#open(file)) });
    }
    return hashed;
  }

  #open(file: InputFile): Promise<DataFile> {
    const opened = this.#opened.get(file) ?? this.#watched(file);
    this.#opened.set(file, opened);
    return opened;
  }

  async #watched(file: InputFile): Promise<DataFile> {
    const opened = await openInput(file, this.signal);
    this.#total += ('bytes' in opened ? opened.bytes.length : opened.size) ?? 0;
    return watchFile(opened, { signal: this.signal, onBytes: (bytes) => this.#count(bytes) });
  }

  #count(bytes: number): void {
    this.#done += bytes;
    if (this.#done - this.#reported < REPORTED) return;
    this.#reported = this.#done;
    // Heads are read twice, and a file of unknown length counts as none.
    const total = Math.max(this.#total, this.#done);
    this.onProgress({ stage: this.#stage, done: this.#done, total });
  }
}

async function hashOf(file: DataFile): Promise<string> {
  if ('bytes' in file) return sha256(file.bytes);
  const hash = streamingSha256.create();
  // The browser's own function is faster, but wants a file whole.
  for await (const chunk of file.chunks()) hash.update(chunk);
  return [...hash.digest()].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
