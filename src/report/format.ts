/** MAP as the tables show it: times 100, one decimal; an en dash where there is none. */
export function showMap(value: number | null): string {
  return value === null || !Number.isFinite(value) ? '–' : (100 * value).toFixed(1);
}

/** A change of MAP, times 100, one decimal, always signed; the minus is U+2212. */
export function showChange(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const text = (100 * value).toFixed(1);
  if (Number(text) === 0) return '0.0';
  return value > 0 ? `+${text}` : text.replace('-', '−');
}

/** An interval in brackets, by `show`; nothing where there is none. */
export function showInterval(
  interval: readonly [number, number] | null,
  show: (value: number) => string = showMap,
): string {
  return interval ? `[${show(interval[0])}, ${show(interval[1])}]` : '';
}

const METHOD_NAMES: Readonly<Record<string, string>> = {
  'encoder-zero-shot': 'Encoder, untrained',
  'zero-shot': 'Zero-shot transfer',
  oracle: 'English query',
  pooled: 'Cosine of means',
  'ot-distance': 'OT distance, zero-shot',
  bm25: 'BM25, query as it is',
  'char-bm25': 'BM25 over character n-grams',
  lexicon: 'Word by word, English ranker',
  'lexicon-bm25': 'Word by word, BM25',
  translation: 'Translation, English ranker',
  'translation-bm25': 'Translation, BM25',
  'mean-shift': 'Mean shift',
  'least-squares': 'Least squares',
  ridge: 'Ridge',
  procrustes: 'Procrustes',
  'ot-procrustes': 'OT-Procrustes',
  cca: 'CCA',
  'gaussian-ot': 'Gaussian OT map',
  mse: 'Mean-pool MSE',
  greedy: 'Greedy',
  'symmetric-greedy': 'Symmetric greedy',
  hard: 'Hard 1–1',
  position: 'Token position',
  infonce: 'InfoNCE, pooled',
  'infonce-maxsim': 'InfoNCE, MaxSim',
  'margin-mse': 'MarginMSE',
  kl: 'KL over documents',
  ot: 'Optimal transport',
  'ot-implicit': 'OT, implicit gradient',
  'ot-unrolled': 'OT, unrolled gradient',
  'ot-divergence': 'OT divergence',
};

/** The name of a method for people; sums and students are spelled out: `ot+0.5*mse@top-2`. */
export function methodName(method: string): string {
  if (method.startsWith('imported:')) return `Imported ${method.slice('imported:'.length)}`;
  const [whole = '', pairs] = method.split(':');
  const [losses = '', student] = whole.split('@');
  const terms = losses.split('+').map((term) => {
    const [, weight, loss = ''] = /^(?:([\d.]+)\*)?(.*)$/.exec(term) ?? [];
    const name = METHOD_NAMES[loss] ?? loss;
    return weight === undefined ? name : `${weight} × ${name}`;
  });
  return [terms.join(' + '), student, pairs && `${pairs} pairs`].filter(Boolean).join(', ');
}

const LANGUAGE_NAMES = new Intl.DisplayNames('en', { type: 'language' });

/** The English name of a language code, e.g. `Swahili`; the code itself where it is unknown. */
export function languageName(code: string): string {
  try {
    return LANGUAGE_NAMES.of(code) ?? code;
  } catch {
    return code;
  }
}
