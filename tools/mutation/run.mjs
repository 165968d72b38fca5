// Breaks the transport kernels one place at a time and expects a test to fail: see docs/mutations.md.
// `node tools/mutation/run.mjs [--only TEXT]`, TEXT a part of its file, reason or test;
// exit 1 unless all are killed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MUTATIONS } from './mutations.mjs';
import { mutated } from './plugin.mjs';
import { mutatedWasm } from './wasm.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { only = '' } = parseArgs({ options: { only: { type: 'string' } } }).values;

/** Runs the tests of `file` whose full names match `name`; their results and all that was printed. */
function runTests(file, name, mutation) {
  const folder = mkdtempSync(join(tmpdir(), 'mutation-'));
  const out = join(folder, 'report.json');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...['node_modules/vitest/vitest.mjs', 'run', file, '-t', name, '--bail', '1'],
      ...['--reporter', 'json', '--outputFile', out],
    ],
    {
      cwd: ROOT,
      encoding: 'utf8',
      timeout: 300_000,
      env: { ...process.env, ...(mutation && { OPTICAL_MUTATION: JSON.stringify(mutation) }) },
    },
  );
  let report;
  try {
    report = JSON.parse(readFileSync(out, 'utf8'));
  } catch {
    report = { testResults: [] };
  }
  rmSync(folder, { recursive: true });
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  return { tests, printed: `${stdout}${stderr}` };
}

/** What is wrong with the tests themselves: they must run, and pass unbroken. */
function unsound({ tests }) {
  if (tests.some(({ status }) => status === 'failed')) return 'fails without the mutation';
  return tests.some(({ status }) => status === 'passed') ? undefined : 'no such test';
}

/** `[outcome, why]` of a run with a mutation. Only an assertion kills: what does not compile proves nothing. */
function judge({ tests, printed }, file) {
  if (!printed.includes(`mutation applied to ${file}`)) return ['INVALID', 'file not loaded'];
  const failed = tests.find(({ status }) => status === 'failed');
  const message = failed?.failureMessages.join('\n') ?? '';
  if (/parsing WGSL|Invalid ShaderModule|Invalid ComputePipeline/.test(`${message}${printed}`))
    return ['INVALID', 'does not compile'];
  if (message.includes('AssertionError')) return ['killed', failed.fullName.trim()];
  if (failed) return ['INVALID', `no assertion: ${message.split('\n')[0]}`];
  const ran = tests.some(({ status }) => status === 'passed');
  return ran ? ['SURVIVED', ''] : ['INVALID', 'no test ran'];
}

function prepared(mutation) {
  const { file, find, replace } = mutation;
  const text = mutated(readFileSync(ROOT + file, 'utf8'), mutation);
  if (!file.startsWith('wasm/')) return { file, find, replace };
  return { file: 'src/wasm/modules.ts', text: mutatedWasm(ROOT, file, text) };
}

const baselines = new Map();

function outcome(mutation) {
  const { test, name } = mutation;
  const key = `${test}\n${name}`;
  if (!baselines.has(key)) baselines.set(key, unsound(runTests(test, name)));
  const problem = baselines.get(key);
  if (problem) return ['INVALID', problem];
  try {
    const given = prepared(mutation);
    return judge(runTests(test, name, given), given.file);
  } catch (error) {
    return ['INVALID', error.message.split('\n')[0]];
  }
}

const counts = { killed: 0, SURVIVED: 0, INVALID: 0 };
console.log('| mutation | test | outcome | seconds |\n| --- | --- | --- | ---: |');
for (const mutation of MUTATIONS) {
  const title = `${mutation.file}: ${mutation.why}`;
  if (!`${title} ${mutation.test}`.includes(only)) continue;
  const start = performance.now();
  const [kind, why] = outcome(mutation);
  counts[kind]++;
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const said = kind === 'killed' ? `killed by "${why}"` : `${kind} ${why}`.trim();
  console.log(`| ${title} | ${mutation.test} | ${said} | ${seconds} |`);
}
console.log(`\n${counts.killed} killed, ${counts.SURVIVED} survived, ${counts.INVALID} invalid`);
process.exitCode = counts.killed > 0 && counts.SURVIVED + counts.INVALID === 0 ? 0 : 1;
