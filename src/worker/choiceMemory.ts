import { openDB } from 'idb';
import type { ChoiceMemory } from '../ot';

/** Notes in the browser's storage; its methods reject where there is none, and callers go on without. */
export function choiceMemory(name = 'engineChoices'): ChoiceMemory {
  const open = () =>
    openDB(name, 1, {
      upgrade: (database) => {
        database.createObjectStore('choices');
      },
    });
  return {
    async get(key) {
      const found: unknown = await (await open()).get('choices', key);
      return typeof found === 'string' ? found : undefined;
    },
    async set(key, value) {
      await (await open()).put('choices', value, key);
    },
  };
}
