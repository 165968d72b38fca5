// Chooses which (template, values) pairs go to train, eval and test.
import { LANGUAGES } from './languages.mjs';
import { realise } from './realise.mjs';
import { makeRng, shuffle } from './rng.mjs';

const SEED = 20260217;

/** Rows wanted per split. */
export const ROWS = { train: 840, eval: 88, test: 264 };

/** Least number of test rows of an intent: "same intent" must have something to find. */
const LEAST_TEST = 6;

/** Of an intent's test rows, the share that comes from templates that train and eval never use. */
const HELD_SHARE = 0.6;

/** Skew of the intents, as in real logs; the rest weigh 1. */
const WEIGHTS = {
  GET_WEATHER: 3,
  SEND_MESSAGE: 2.4,
  CREATE_REMINDER: 2.4,
  CREATE_ALARM: 2,
  CREATE_CALL: 2,
  GET_EVENT: 1.8,
  PLAY_MUSIC: 1.5,
  GET_STORIES_NEWS: 1.6,
  CREATE_TIMER: 1.3,
  GET_RECIPES: 1.3,
  GET_INFO_RECIPES: 1.1,
  END_CALL: 0.7,
  GET_SUNSET: 0.7,
  GET_SUNRISE: 0.7,
  PAUSE_TIMER: 0.6,
  PAUSE_MUSIC: 0.8,
  GET_TIMER: 0.6,
  ADD_TIME_TIMER: 0.8,
};

/** Text as it is compared: no case, no punctuation, so that "a?" and "A" count as one sentence. */
export function normalise(text) {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

/** Splits `total` over intents by weight (largest remainder), each at least `least`. */
function quotas(intents, total, least) {
  const weight = (intent) => WEIGHTS[intent] ?? 1;
  const sum = intents.reduce((acc, intent) => acc + weight(intent), 0);
  const exact = intents.map((intent) => (total * weight(intent)) / sum);
  const counts = exact.map((value) => Math.max(least, Math.floor(value)));
  const order = intents.map((_, i) => i).sort((a, b) => (exact[b] % 1) - (exact[a] % 1) || a - b);
  for (let k = 0; counts.reduce((a, b) => a + b) < total; k++) counts[order[k % order.length]]++;
  return new Map(intents.map((intent, i) => [intent, counts[i]]));
}

/** Says whether no two values of a choice are an unfit pair. */
function isFit(template, choice, unfit) {
  const chosen = template.variables.map(({ name, type }) => `${type}=${choice[name]}`);
  return chosen.every((a) => chosen.every((b) => !unfit.has(`${a} ${b}`)));
}

/** Every choice of values of a template; two variables of one type never take one value. */
function allChoices(template, values, unfit) {
  let choices = [{}];
  for (const { name, type } of template.variables)
    choices = choices.flatMap((choice) =>
      values
        .get(type)
        .keys.filter((key) =>
          template.variables.every((other) => other.type !== type || choice[other.name] !== key),
        )
        .map((key) => ({ ...choice, [name]: key })),
    );
  return choices.filter((choice) => isFit(template, choice, unfit));
}

/**
 * @typedef {{ template: import('./grammar.mjs').Template, choice: Record<string, string>,
 *   utterances: Record<string, import('./realise.mjs').Utterance> }} Row
 */

/**
 * Chooses the rows of the three splits. No sentence occurs twice in any language, no
 * (template, values) pair twice; train and eval use neither held-out templates nor held-out values;
 * a test row has a held-out template or at least one held-out value.
 *
 * @returns {{ train: Row[], eval: Row[], test: Row[] }}
 * @throws Error if an intent has too few combinations for its quota.
 */
export function selectRows(templates, values, unfit) {
  const draw = makeRng(SEED);
  const seen = Object.fromEntries(LANGUAGES.map((language) => [language, new Set()]));
  const queues = new Map();
  for (const template of templates) {
    const hasHeld = (choice) =>
      template.variables.some(({ name, type }) => values.get(type).held.has(choice[name]));
    const all = shuffle(allChoices(template, values, unfit), draw);
    queues.set(template, {
      open: all.filter((choice) => template.held || !hasHeld(choice)),
      held: all.filter(hasHeld),
    });
  }

  /** Takes the next unused combination of a template, or undefined when there is none left. */
  const take = (template, queue) => {
    for (;;) {
      const choice = queues.get(template)[queue].shift();
      if (!choice) return undefined;
      const utterances = {};
      for (const language of LANGUAGES)
        utterances[language] = realise(template, language, choice, values);
      const keys = LANGUAGES.map((language) => normalise(utterances[language].text));
      if (LANGUAGES.some((language, i) => seen[language].has(keys[i]))) continue;
      for (const [i, language] of LANGUAGES.entries()) seen[language].add(keys[i]);
      return { template, choice, utterances };
    }
  };

  /** Takes up to `count` rows, one template after the other. */
  const takeMany = (pool, queue, count) => {
    const rows = [];
    let live = pool;
    while (rows.length < count && live.length > 0) {
      const next = [];
      for (const template of live) {
        const row = rows.length < count ? take(template, queue) : undefined;
        if (row) rows.push(row);
        if (row || rows.length >= count) next.push(template);
      }
      live = next;
    }
    return rows;
  };

  const intents = [...new Set(templates.map(({ intent }) => intent))];
  const want = {
    test: quotas(intents, ROWS.test, LEAST_TEST),
    eval: quotas(intents, ROWS.eval, 1),
    train: quotas(intents, ROWS.train, 1),
  };
  const splits = { train: [], eval: [], test: [] };
  for (const intent of intents) {
    const mine = templates.filter((template) => template.intent === intent);
    const held = mine.filter((template) => template.held);
    const open = mine.filter((template) => !template.held);
    if (held.length === 0 || open.length < 2)
      throw new Error(`${intent}: wants 2 open templates and 1 held out`);
    const fromHeld = Math.round(want.test.get(intent) * HELD_SHARE);
    const parts = {
      test: [
        ...takeMany(held, 'open', fromHeld),
        ...takeMany(open, 'held', want.test.get(intent) - fromHeld),
      ],
      eval: takeMany(open, 'open', want.eval.get(intent)),
      train: takeMany(open, 'open', want.train.get(intent)),
    };
    for (const split of Object.keys(splits)) {
      if (parts[split].length !== want[split].get(intent))
        throw new Error(
          `${intent} ${split}: ${parts[split].length} rows, wanted ${want[split].get(intent)}`,
        );
      splits[split].push(...parts[split]);
    }
  }
  for (const split of Object.keys(splits)) splits[split] = shuffle(splits[split], draw);
  return splits;
}
