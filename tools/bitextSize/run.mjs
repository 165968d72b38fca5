// Speed and memory of reading bitext in plain Node, nothing on disk:
//   node tools/bitextSize/run.mjs stream [MiB]   a Moses pair of 1024 MiB through bitextPairs
//   node tools/bitextSize/run.mjs read [MiB]     the same through readBitext: filters, counts, sample
//   node tools/bitextSize/run.mjs lines [lines]  100,000 lines through readBitext, five times
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { build } from 'vite';

const [what = 'stream', size] = process.argv.slice(2);
const outDir = 'node_modules/.cache/bitextSize';
// Bundled as the page's code is; a module runner would slow every call between files.
await build({
  ...{ configFile: false, logLevel: 'warn' },
  build: { ssr: 'tools/bitextSize/measure.ts', outDir, emptyOutDir: true, target: 'es2022' },
});
// In a process of its own: what the build leaves behind would decide when the collector runs.
const code = `const { measure } = await import(${JSON.stringify(resolve(outDir, 'measure.js'))});
console.log(JSON.stringify(await measure(${JSON.stringify(what)}, ${size === undefined ? 'undefined' : Number(size)}), null, 2));`;
const args = ['--expose-gc', '--input-type=module', '--eval', code];
process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
