// Cuts the float64 reference cases of ot.json (made by make_ot.py with POT and OTT, not part of this repository)
// into the files of src/ot/golden/ of at most 100 kB each:
//
//   node tools/golden/split.mjs path/to/ot.json && npx biome check --write src/ot/golden
//
// Large cases come in parts, `NAME.PART.json`, which src/ot/goldenTesting.ts puts together by `name`. In those, X and
// Y are written with the fewest digits that give the same float32, plans with 12 and gradients with 9 digits.
import { readFileSync, writeFileSync } from 'node:fs';

const source = process.argv[2];
if (!source) throw new Error('usage: node tools/golden/split.mjs path/to/ot.json');

const NAMES = {
  one_by_one: 'oneByOne',
  one_by_many: 'oneByMany',
  many_by_one: 'manyByOne',
  square_near_permutation: 'nearPermutation',
  max: 'square64',
};

/** The fewest decimal digits that read back as the same float32. */
function shortest(value) {
  for (let digits = 6; ; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
}

function written(entry) {
  const { name, n, m, d, eps, a, b, X, Y, P, f, g, loss, trace, emd, unbalanced } = entry;
  const large = X.flat().length + Y.flat().length > 1000;
  const to = (digits) => (rows) =>
    rows.flat().map((value) => (large ? Number(value.toPrecision(digits)) : value));
  const [tokens, plan, gradient] = [
    (rows) => rows.flat().map((v) => (large ? shortest(v) : v)),
    to(12),
    to(9),
  ];
  const called =
    NAMES[name] ?? (name.startsWith('rect_e') ? name.replace('rect_e', 'rectEps') : name);
  const main = { name: called, n, m, d, eps, a, b, X: tokens(X), Y: tokens(Y) };
  const sums = { f, g, loss, valueKl: entry.value_kl, trace, emd };
  const gradients = {
    gradYPlanFixed: gradient(entry.gradY_plan_fixed),
    gradYExact: gradient(entry.gradY_exact),
  };
  const others = { unbalanced: { rho: unbalanced.rho, plan: plan(unbalanced.plan) } };
  if (!large) return { '': { ...main, P: plan(P), ...sums, ...gradients, ...others } };
  const part = (value) => ({ name: called, ...value });
  return {
    '': { ...main, ...sums },
    '.plan': part({ P: plan(P) }),
    '.fixed': part({ gradYPlanFixed: gradients.gradYPlanFixed }),
    '.exact': part({ gradYExact: gradients.gradYExact }),
    '.unbalanced': part(others),
  };
}

for (const entry of JSON.parse(readFileSync(source, 'utf8')).cases)
  for (const [part, content] of Object.entries(written(entry)))
    writeFileSync(`src/ot/golden/${content.name}${part}.json`, JSON.stringify(content));
