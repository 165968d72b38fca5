// Speed and memory of reading bitext in plain Node, nothing on disk:
//   node --expose-gc tools/bitextSize/run.mjs stream [MiB]   a Moses pair of 1024 MiB through bitextPairs
//   node --expose-gc tools/bitextSize/run.mjs read [MiB]     the same through readBitext: filters, counts, sample
//   node --expose-gc tools/bitextSize/run.mjs lines [lines]  100,000 lines through readBitext, five times
import { build } from 'vite';

const [what = 'stream', size] = process.argv.slice(2);
const outDir = 'node_modules/.cache/bitextSize';
// Bundled as the page's code is; a module runner would slow every call between files.
await build({
  ...{ configFile: false, logLevel: 'warn' },
  build: { ssr: 'tools/bitextSize/measure.ts', outDir, emptyOutDir: true, target: 'es2022' },
});
const { measure } = await import(`../../${outDir}/measure.js`);
const result = await measure(what, size === undefined ? undefined : Number(size));
console.log(JSON.stringify(result, null, 2));
