import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { moduleText } from './build.mjs';

test('src/wasm/modules.ts is what wasm/*.ts compiles to', async () => {
  const committed = readFileSync('src/wasm/modules.ts', 'utf8');
  const same = committed === (await moduleText());
  expect(same, 'run node tools/wasm/build.mjs').toBe(true);
}, 240_000); // two optimising compilations; seconds on an idle machine
