import type { StudyConfig } from '../report';
import { queryRows, type StudyPlan } from './plan';
import type { Translations } from './translations';

/** Every text that a study encodes: foreign documents are wanted by T4 alone. */
export function allTexts(
  plan: StudyPlan,
  config: StudyConfig,
  translations: Translations,
): Set<string> {
  const texts = new Set<string>();
  const wanted = plan.languages.map((language) =>
    config.tasks.includes('T4') ? plan.evaluation.get(language)! : queryRows(plan, language),
  );
  for (const rows of [plan.documents, ...wanted, ...plan.dev.values(), plan.rankerTexts])
    for (const { text } of rows) texts.add(text);
  for (const pairs of plan.bitext.values())
    for (const { english, foreign } of pairs) texts.add(english).add(foreign);
  for (const languages of translations.values())
    for (const rows of languages.values()) for (const text of rows) texts.add(text);
  return texts;
}
