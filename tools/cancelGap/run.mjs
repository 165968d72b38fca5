// The longest time for which a cancel is not heard while whole-file formats are read, in plain Node:
//   node tools/cancelGap/run.mjs [items]   20,000 items: XSemPLR's JSON in six languages, a JSON table, Parquet
import { resolve } from 'node:path';
import { build } from 'vite';

const outDir = 'node_modules/.cache/cancelGap';
await build({
  ...{ configFile: false, logLevel: 'warn' },
  build: { ssr: 'tools/cancelGap/measure.ts', outDir, emptyOutDir: true, target: 'es2022' },
});
const { measure } = await import(resolve(outDir, 'measure.js'));
console.table(await measure(Number(process.argv[2] ?? 20_000)));
