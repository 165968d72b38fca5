import type { StudyConfig } from '../report';
import { queryRows, type StudyPlan } from './plan';
import type { Translations } from './translations';

/** Texts by what they are ranked as; one that is both is in both. */
export interface StudyTexts {
  readonly query: ReadonlySet<string>;
  readonly passage: ReadonlySet<string>;
  /** Distinct texts in all. */
  readonly count: number;
}

/**
 * Every text that a study encodes: foreign documents are wanted by T4 alone. English held-out texts are ranked for by all
 * languages, so they are passages, too.
 */
export function allTexts(
  plan: StudyPlan,
  config: StudyConfig,
  translations: Translations,
): StudyTexts {
  const [query, passage] = [new Set<string>(), new Set<string>()];
  const add = (to: Set<string>, rows: readonly { readonly text: string }[]) => {
    for (const { text } of rows) to.add(text);
  };
  const pooled = config.tasks.includes('T4');
  add(passage, plan.documents);
  for (const language of plan.languages) {
    if (pooled) add(passage, plan.evaluation.get(language)!);
    add(query, queryRows(plan, language));
  }
  for (const rows of plan.dev.values()) add(query, rows);
  add(passage, plan.dev.get('en') ?? []);
  add(query, plan.rankerTexts);
  for (const pairs of plan.bitext.values())
    for (const { english, foreign } of pairs) query.add(english).add(foreign);
  for (const languages of translations.values())
    for (const rows of languages.values()) for (const text of rows) query.add(text);
  return { query, passage, count: new Set([...passage, ...query]).size };
}
