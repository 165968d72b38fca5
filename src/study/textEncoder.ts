import type { TextSpan } from '../data';
import type { StudentTexts, TokenSet } from '../train';

/** States after a layer with special tokens, or token ids: what students that train the encoder read. */
export type Level = number | 'ids';

/** What a text is for the ranker. Bitext, the ranker's texts and what stands in for queries are queries. */
export type TextRole = 'query' | 'passage';

/** Texts by what they are for. */
export type RoleTexts = Readonly<Record<TextRole, Iterable<string>>>;

/** What the study needs of an encoder. */
export interface TextEncoder {
  /** Names its weights; runs that were stopped go on under the same name alone. */
  readonly id?: string;
  /** Whether a text has other vectors as a query than as a passage. */
  readonly hasRoles?: boolean;
  encode(
    texts: readonly string[],
    options: {
      layer: number;
      /** `keep`: all tokens, those at both ends too; `drop`: those that are ranked. */
      specialTokens: 'drop' | 'keep';
      role: TextRole;
      signal: AbortSignal;
      onProgress: (done: number, total: number) => void;
    },
  ): Promise<TokenSet>;
  /** Ids of a text's tokens, special ones included. */
  tokenise(text: string): ArrayLike<number>;
  /** The characters of the text's tokens, each undefined where they are not known; absent where other tokens are ranked. */
  spans?(text: string): readonly (TextSpan | undefined)[];
}

/** Runs frozen layers: the states after layer `to`, `[tokens, width]`, of texts at level `from`. */
export type RunUp = (
  texts: StudentTexts,
  from: Level,
  to: number,
  onProgress: (done: number, total: number) => void,
) => Promise<{ readonly states: Float32Array; readonly width: number }>;
