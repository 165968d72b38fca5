import { type Corpus, holdOut, selectParallelIds } from '../data';
import type { StudyConfig } from '../report';

/** Share of the dev ids that is evaluated where these are all there is to train on, too. */
const SHARE = 0.3;

/**
 * The corpus as a study that evaluates on the dev split sees it: dev ids stand in as test ids and no test row is left,
 * so that what is chosen from its report was chosen on dev alone. Where training reads the dev split, 30 % of its ids
 * are evaluated and the others trained on.
 *
 * @throws RangeError if the corpus has no dev rows, or fewer than four ids in all languages where they are divided.
 */
export function evaluationCorpus(
  corpus: Corpus,
  { evaluationSplit, trainSplit }: Pick<StudyConfig, 'evaluationSplit' | 'trainSplit'>,
): Corpus {
  if (evaluationSplit === 'test') return corpus;
  const { train, dev } = corpus.splits;
  if (dev.length === 0)
    throw new RangeError(`Study: ${corpus.name} has no dev rows to evaluate on`);
  if (trainSplit === 'train' && train.length > 0)
    return { ...corpus, splits: { train, dev: [], test: dev } };
  const languages = [...new Set(dev.map(({ language }) => language))];
  const ids = selectParallelIds(corpus, 'dev', languages);
  if (ids.length < 4)
    throw new RangeError(
      `Study: ${ids.length} dev ids of ${corpus.name} are there in all of ${languages.join(', ')}; at least 4 are wanted to train on some and evaluate others`,
    );
  const evaluated = new Set(holdOut(ids, 1, SHARE).heldOut);
  return {
    ...corpus,
    splits: {
      train,
      dev: dev.filter(({ id }) => !evaluated.has(id)),
      test: dev.filter(({ id }) => evaluated.has(id)),
    },
  };
}
