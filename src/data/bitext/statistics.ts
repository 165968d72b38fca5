import { SCRIPTS, type Script } from './scripts';
import type { SideStatistics } from './types';

/** Adds up what one side of a bitext looks like. */
export class SideCount {
  readonly #letters = new Float64Array(SCRIPTS.length);
  #characters = 0;
  #texts = 0;

  /** Adds a text of `characters` code points with so many letters of each script, by place in `SCRIPTS`. */
  add(characters: number, scripts: Float64Array): void {
    this.#texts += 1;
    this.#characters += characters;
    for (let at = 0; at < scripts.length; at++) this.#letters[at]! += scripts[at]!;
  }

  /** Means and shares; 0 and none where nothing was added. */
  statistics(): SideStatistics {
    const letters = this.#letters.reduce((sum, count) => sum + count, 0);
    const scripts = SCRIPTS.map((script: Script, at) => ({
      script,
      share: letters > 0 ? this.#letters[at]! / letters : 0,
    }));
    return {
      meanCharacters: this.#texts > 0 ? this.#characters / this.#texts : 0,
      scripts: scripts.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share),
    };
  }
}
