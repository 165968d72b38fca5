/** Methods of one kind, and what each does in a sentence. */
export interface MethodGroup {
  readonly name: string;
  readonly methods: Readonly<Record<string, string>>;
}

/** Every method that the form offers, for those who do not know their names. */
export const METHOD_GROUPS: readonly MethodGroup[] = [
  {
    name: 'Without training on bitext',
    methods: {
      'zero-shot': 'The English ranker, applied as it is: the baseline.',
      'encoder-zero-shot': 'The encoder’s own vectors, without any ranker.',
      pooled: 'Zero-shot, scored by the cosine of mean vectors.',
      'ot-distance': 'Zero-shot, scored by transport over the best of MaxSim.',
      oracle: 'The query in English: what no student can be expected to pass.',
    },
  },
  {
    name: 'Maps fitted in closed form',
    methods: {
      'mean-shift': 'Moves the mean of a language onto that of English.',
      'least-squares': 'The linear map with the least squared error.',
      ridge: 'Least squares, held back by an L2 penalty.',
      procrustes: 'The best rotation of mean vectors.',
      'ot-procrustes': 'The best rotation of tokens, matched by transport.',
      cca: 'Canonical correlation analysis of mean vectors.',
      'gaussian-ot': 'The transport map between two normal distributions.',
    },
  },
  {
    name: 'Distilled by optimal transport',
    methods: {
      ot: 'Tokens move as an entropic plan says; its gradient is the plan’s.',
      'ot+mse': 'The sum of transport and mean-pool MSE.',
      'ot-implicit': 'Transport, its gradient through the optimality conditions.',
      'ot-unrolled': 'Transport, its gradient through every Sinkhorn iteration.',
      'ot-divergence': 'Sinkhorn divergence: transport without its entropic bias.',
    },
  },
  {
    name: 'Distilled by other losses',
    methods: {
      mse: 'Squared distance of mean vectors: the usual distillation.',
      greedy: 'Each token to its most similar one.',
      'symmetric-greedy': 'Greedy in both directions.',
      hard: 'Each token to one other, each once.',
      position: 'Each token to the one at its place.',
      infonce: 'Contrastive, on mean vectors of a batch.',
      'infonce-maxsim': 'Contrastive, on MaxSim of a batch.',
      'margin-mse': 'The teacher’s margins between documents.',
      kl: 'The teacher’s distribution over documents.',
    },
  },
  {
    name: 'Words and translations',
    methods: {
      bm25: 'Words of the query as it is.',
      'char-bm25': 'Character n-grams of the query as it is.',
      lexicon: 'Words by a lexicon learnt from bitext, then the English ranker.',
      'lexicon-bm25': 'Words by a lexicon learnt from bitext, then BM25.',
      translation: 'Translations that were loaded, then the English ranker.',
      'translation-bm25': 'Translations that were loaded, then BM25.',
    },
  },
];
