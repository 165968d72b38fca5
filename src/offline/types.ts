/** What one build of the page consists of; addresses are relative to the page and differ where contents do. */
export interface BuildList {
  /** Names the build. */
  readonly id: string;
  /** The script that index.html starts: tells a page of this build from one of another. */
  readonly entry: string;
  /** Kept at once: the page and all its scripts and styles. */
  readonly eager: readonly string[];
  /** Kept when they are first used: the encoder, corpora, runtimes above 5 MB, fonts of other scripts. */
  readonly lazy: readonly string[];
  /** By address: what the file must hash to, as `integrity` takes it; those with a hash in their names have none. */
  readonly integrity: Readonly<Record<string, string>>;
}

/** What a page asks of its service worker. */
export interface OfflineMessage {
  readonly type: 'take over';
  /** The absolute address of the script that the asking page was started with. */
  readonly entry: string;
}

/** What the worker says. */
export interface OfflineAnswer {
  /** Whether the asking page is of the worker's build. */
  readonly isSame: boolean;
}
