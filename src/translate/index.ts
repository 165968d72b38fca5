export {
  type Ibm1,
  type Ibm1Options,
  NULL_WORD,
  trainIbm1,
  type WordPair,
  type WordTranslation,
} from './ibm1';
export { type Lexicon, type LexiconOptions, trainLexicon, type WordByWord } from './lexicon';
