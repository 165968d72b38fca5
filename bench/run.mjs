#!/usr/bin/env node
// The commands of package.json. Dependency-free until the dependencies are installed.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Exit, say } from './say.mjs';
import { buildPage, installDependencies } from './setUp.mjs';

const COMMANDS = {
  async align(args) {
    const { align } = await import('./align.mjs');
    if (!asksHelp(args)) buildPage();
    await align(args);
  },
  async bench(args) {
    const { bench } = await import('./bench.mjs');
    if (!asksHelp(args)) buildPage();
    await bench(args);
  },
  async encode(args) {
    const { encode } = await import('./encode.mjs');
    if (!asksHelp(args)) buildPage();
    await encode(args);
  },
  async fuzz(args) {
    const { fuzz } = await import('./fuzz.mjs');
    await fuzz(args);
  },
  async measure(args) {
    const { measure } = await import('./measure.mjs');
    if (!asksHelp(args)) buildPage();
    await measure(args);
  },
  async results(args) {
    const { results } = await import('./results.mjs');
    if (!asksHelp(args)) buildPage();
    await results(args);
  },
  async study(args) {
    const { study } = await import('./study.mjs');
    if (!asksHelp(args)) buildPage();
    await study(args);
  },
  async start(args) {
    buildPage();
    const { start } = await import('./start.mjs');
    await start(args);
  },
  async test(args) {
    const { test } = await import('./test.mjs');
    await test(args);
  },
};

/** Commands whose `--help` needs neither dependencies nor a page. */
const HELPFUL = ['align', 'bench', 'encode', 'fuzz', 'measure', 'results', 'study'];

async function main([name, ...args]) {
  process.chdir(resolve(dirname(fileURLToPath(import.meta.url)), '..'));
  const command = COMMANDS[name];
  if (!command)
    throw new Exit(64, `Unknown command ${name}; known: ${Object.keys(COMMANDS).join(', ')}`);
  if (!HELPFUL.includes(name) || !asksHelp(args)) installDependencies();
  await command(args);
}

function asksHelp(args) {
  return args.includes('--help') || args.includes('-h');
}

// `npm run study | head`: who reads no further wants no stack trace.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

main(process.argv.slice(2)).catch((error) => {
  say(error instanceof Exit ? error.message : (error?.stack ?? String(error)));
  process.exitCode = error instanceof Exit ? error.code : 2;
});
