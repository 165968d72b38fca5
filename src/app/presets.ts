import { parseStudyConfig, type StudyConfig } from '../report';

/** A study that can be chosen by name. */
export interface Preset {
  /** As its file below `studies/`, or `quick-look`. */
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** What its numbers are of, in words; it runs on whatever is loaded. */
  readonly data: string;
  readonly config: StudyConfig;
}

interface StudyFile {
  readonly title: string;
  readonly about: string;
  readonly corpus: string;
  readonly bitext?: readonly string[];
  readonly config: unknown;
}

/** What `npm run results` runs. */
const STUDIES = import.meta.glob<StudyFile>('../../studies/*.json', {
  eager: true,
  import: 'default',
});

const DATA: Readonly<Record<string, string>> = {
  mtop: 'MTOP, your own copy',
  ntrex: 'NTREX, your own copy',
};

const QUICK: Preset = {
  id: 'quick-look',
  title: 'Quick look',
  about:
    'German and Thai, three layers of the encoder, heads of 60 steps: a minute or two on two cores. Its numbers show how the tool works.',
  data: 'the embedded sample',
  config: parseStudyConfig({
    methods: ['zero-shot', 'ot-procrustes', 'mse', 'ot'],
    languages: ['de', 'th'],
    limit: 60,
    layer: 3,
    slotPairs: 50,
    poolQueries: 50,
    ranker: { steps: 60 },
    distil: { steps: 60, evaluateEvery: 20 },
  }),
};

/** All presets: the quick look, the defaults, then the studies in the order of their names. */
export const PRESETS: readonly Preset[] = [
  QUICK,
  {
    id: 'defaults',
    title: 'The defaults',
    about: 'Every language, six methods, one seed; one residual perceptron a language.',
    data: 'any corpus',
    config: parseStudyConfig({}),
  },
  ...Object.entries(STUDIES).map(([path, study]): Preset => {
    const { title, about, corpus, bitext = [], config } = study;
    const named = DATA[corpus] ?? corpus;
    return {
      ...{ id: path.replace(/^.*\/|\.json$/g, ''), title, about },
      data: bitext.length > 0 ? `${named}; bitext: ${bitext.join(', ')}` : named,
      config: parseStudyConfig(config),
    };
  }),
];

/** The preset that a draft is, if it is one. */
export function presetOf(draft: StudyConfig): Preset | undefined {
  const text = JSON.stringify(draft);
  return PRESETS.find(({ config }) => JSON.stringify(config) === text);
}
