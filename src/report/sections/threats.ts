import { trainsEncoder } from '../distilSettings';
import type { StudyReport } from '../types';
import { isEmbedded } from './encoder';
import type { MakeSections } from './types';

/** What a reviewer would hold against this run, as far as the run itself knows. */
export const threatSections: MakeSections = (report) => [
  { title: 'Threats to validity', list: threats(report) },
];

function threats(report: StudyReport): string[] {
  const { config, synthetic, env, sizes, topic, groups, results } = report;
  const { seeds, evaluationSplit, bootstrap, tasks } = config;
  const encoder = config.methods.some((id) => trainsEncoder(id.split('@')[1] ?? config.student));
  const ties = results.reduce((sum, row) => (row.seed === null ? sum + row.ties : sum), 0);
  const languages = [...groups.high, ...groups.low];
  const judged = tasks.includes('C');
  return [
    ...(synthetic
      ? [
          'The texts were written by a grammar: they say how the instrument works, nothing about languages.',
        ]
      : []),
    ...(evaluationSplit === 'dev'
      ? ['Dev ids were evaluated: this run is for choosing settings, its figures are no result.']
      : []),
    seeds.length < 3
      ? `${seeds.length === 1 ? 'One seed' : 'Two seeds'}: what differs between seeds is not known; three or more are wanted for a claim.`
      : `${seeds.length} seeds: intervals resample seeds and queries together, and few seeds say little about all seeds.`,
    `Intervals are percentiles of ${bootstrap.replicates} replicates${judged ? '.' : `; queries of one ${topic} resemble each other, so that intervals over queries may be too narrow for other ${topic}s.`}`,
    judged
      ? 'Documents without a judgement count as not relevant, as in any pooled collection.'
      : 'Relevance is derived from annotation, not judged by people: other relevant documents may exist.',
    ...(judged
      ? [`The encoder reads the first ${report.encoder?.maxTokens ?? 512} tokens of a document.`]
      : topic === 'intent'
        ? ['Documents are utterances of one line; longer documents may behave otherwise.']
        : [
            'Same-document relevance is a stand-in for topical relevance; sentences of one document may be of several topics.',
          ]),
    ...(tasks.includes('T1')
      ? [
          'In T1 English queries find themselves: the English row is a ceiling, in no group mean unless the groups name it.',
        ]
      : []),
    `Documents ${judged ? '' : 'are English and '}keep the teacher’s encoder; only the query side learns${encoder ? '' : ', as a head over a frozen encoder'}.`,
    `One encoder${isEmbedded(report) ? ', trimmed and quantised,' : ''} was used; its own share of each language in pretraining is part of the gap.`,
    ...(languages.length < 4
      ? [
          'Few languages are in the groups: a gap between them is about these languages, not about resources.',
        ]
      : []),
    ...(ties > 0
      ? [
          `${ties} relevant documents tie with another in score; equal scores were ordered by the rule "${config.ties}".`,
        ]
      : []),
    ...(sizes.evaluationIds < 100 ? [`Only ${sizes.evaluationIds} documents were ranked.`] : []),
    ...(env.software
      ? ['Run on a software adapter: figures are right, timings are not those of a GPU.']
      : []),
  ];
}
