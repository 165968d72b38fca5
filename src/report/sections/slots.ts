import { languageName, methodName, showMap } from '../format';
import type { MakeSections } from './types';

/** Whether plans keep slots together. */
export const slotSections: MakeSections = ({ slots }) => {
  if (slots.length === 0) return [];
  const languages = [...new Set(slots.map(({ language }) => language))];
  const methods = [...new Set(slots.map(({ method }) => method))];
  const rows = methods.map((method) => [
    methodName(method),
    ...languages.map((language) => {
      const row = slots.find((slot) => slot.method === method && slot.language === language);
      return row ? `${showMap(row.share)} (${showMap(row.corrected)})` : '–';
    }),
  ]);
  const chance = languages.map((language) => {
    const own = slots.filter((row) => row.language === language && row.chance !== null);
    const sum = own.reduce((total, row) => total + row.chance!, 0);
    return showMap(own.length > 0 ? sum / own.length : null);
  });
  return [
    {
      title: 'Slot agreement of transport plans',
      text: `Share × 100 of the mass of English tokens in a slot that the plan between parallel utterances (ε .05) sends to a slot of the same name; in brackets corrected for chance. A sharper plan scores higher whatever it aligns: methods with another spread of costs compare by it, too. Up to ${Math.max(...slots.map(({ pairs }) => pairs))} pairs a language, over all seeds.`,
      table: {
        head: ['', ...languages.map(languageName)],
        rows: [...rows, ['Chance', ...chance]],
      },
    },
  ];
};
