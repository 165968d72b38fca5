// `npm test`: types, lint, unit and kernel tests, fuzzing, e2e; ends with one line that counts them all.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { Exit, say } from './say.mjs';
import { buildPage } from './setUp.mjs';
import { softwareVulkan } from './softwareVulkan.mjs';

/** @param {readonly string[]} only steps to run; all where empty */
export async function test(only) {
  const unknown = only.find((name) => !Object.hasOwn(STEPS, name));
  if (unknown !== undefined)
    throw new Exit(64, `Unknown step ${unknown}; known: ${Object.keys(STEPS).join(', ')}`);
  const browser = await findBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'optical-bench-'));
  const env = { ...process.env, CHROMIUM_PATH: browser, ...softwareVulkan(browser) };
  const total = { passed: 0, failed: 0 };
  const add = ({ passed, failed }) => {
    total.passed += passed;
    total.failed += failed;
  };
  try {
    for (const [name, step] of Object.entries(STEPS)) {
      if (only.length > 0 && !only.includes(name)) continue;
      say(`\n=== ${name}`);
      add(await step(env, join(folder, `${name}.json`)));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  if (total.failed > 0) throw new Exit(1, 'Some checks failed, see above.');
}

const STEPS = {
  types: (env) => check(['tsc', '--noEmit'], env),
  lint: (env) => check(['biome', 'check', '--error-on-warnings', '.'], env),
  unit(env, file) {
    const args = [
      'vitest',
      'run',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ];
    const status = npx(args, env);
    return counted(status, file, ({ numPassedTests, numFailedTests }) => ({
      passed: numPassedTests,
      failed: numFailedTests,
    }));
  },
  /** Every parser is one check; the same cases each time, so that what passes here passes elsewhere. */
  async fuzz() {
    const [{ runAll }, { parseFuzzOptions }, { summaryLine }] = await Promise.all([
      import('./fuzz.mjs'),
      import('./fuzzOptions.mjs'),
      import('./fuzzReport.mjs'),
    ]);
    const options = parseFuzzOptions([]);
    const totals = await runAll(options, say);
    say(summaryLine(totals, options.seed));
    const failed = totals.failures.length;
    return { passed: totals.parsers - failed, failed };
  },
  e2e(env, file) {
    buildPage();
    const status = npx(['playwright', 'test', '--reporter=line,json'], {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    });
    return counted(status, file, ({ stats }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
    }));
  },
};

function check(args, env) {
  return npx(args, env) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A runner that broke down before or after its tests counts as a failure of its own. */
export function counted(status, file, read) {
  try {
    const counts = read(JSON.parse(readFileSync(file, 'utf8')));
    const broke = status !== 0 && counts.failed === 0;
    if (counts.passed + counts.failed === 0) return { passed: 0, failed: 1 };
    return { ...counts, failed: counts.failed + (broke ? 1 : 0) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function npx(args, env) {
  const windows = process.platform === 'win32';
  const { status } = spawnSync(windows ? 'npx.cmd' : 'npx', args, {
    stdio: ['ignore', 2, 2],
    env,
    shell: windows,
  });
  return status ?? 1;
}
