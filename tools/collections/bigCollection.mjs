// Reads a made-up collection of mMARCO's size, made while it is read, and prints rows a second and how far the memory
// of the process grows: node tools/collections/bigCollection.mjs [--rows 8800000] [--bytes 400] [--others 1000]
// [--triples N --triple-rows 39000000] [--run-rows 20000000]
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '8800000' },
    bytes: { type: 'string', default: '400' },
    others: { type: 'string' },
    triples: { type: 'string' },
    'triple-rows': { type: 'string', default: '0' },
    'run-rows': { type: 'string', default: '0' },
  },
});
const [rows, bytes] = [Number(values.rows), Number(values.bytes)];
const config = { configFile: false, logLevel: 'error', oxc: { target: 'node20' } };
const { module } = await runnerImport('./src/data/index.ts', config);
const encode = (text) => new TextEncoder().encode(text);
const PIECE = 2 ** 18;

const memory = { start: 0, peak: 0 };
const watch = setInterval(() => {
  memory.peak = Math.max(memory.peak, process.memoryUsage.rss());
}, 50);

/** A file of `count` lines; a timer gets its turn now and then, as in a browser. */
function generated(path, count, line) {
  let size = 0;
  const file = {
    path,
    async *chunks() {
      size = 0;
      let text = '';
      for (let at = 0; at < count; at++) {
        text += line(at);
        if (text.length < PIECE && at + 1 < count) continue;
        const chunk = encode(text);
        size += chunk.length;
        text = '';
        yield chunk;
        if (size % 2 ** 24 < PIECE) await new Promise((resolve) => setTimeout(resolve, 0));
      }
    },
  };
  return { file, size: () => size };
}

async function timed(what, count, work, size) {
  globalThis.gc?.();
  memory.start = memory.peak = process.memoryUsage.rss();
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  memory.peak = Math.max(memory.peak, process.memoryUsage.rss());
  const grown = (memory.peak - memory.start) / 2 ** 20;
  const read = `${count.toLocaleString('en-US')} rows, ${(size() / 1e9).toFixed(2)} GB`;
  console.log(
    `${what}: ${read}, ${seconds.toFixed(1)} s, ${Math.round(count / seconds).toLocaleString('en-US')} rows/s, RSS + ${Math.round(grown)} MiB`,
  );
  return result;
}

const text = 'a passage of a made-up collection '.repeat(Math.ceil(bytes / 34));
const documents = generated('m/collection.tsv', rows, (at) => {
  const id = `${at}`;
  return `${id}\t${text.slice(0, bytes - id.length - 2)}\n`;
});
const queries = Array.from({ length: 7000 }, (_, at) => `${at}\tquery ${at}?\n`).join('');
const qrels = Array.from({ length: 7000 }, (_, at) => `${at}\t0\t${(at * 1257) % rows}\t1\n`).join(
  '',
);
const tripleRows = Number(values['triple-rows']);
const triples = generated(
  'm/triples.train.ids.small.tsv',
  tripleRows,
  (at) => `${at % 7000}\t${(at * 1257) % rows}\t${(at * 7919) % rows}\n`,
);
const files = [
  documents.file,
  { path: 'm/queries.tsv', bytes: encode(queries) },
  tripleRows > 0 ? triples.file : { path: 'm/qrels.tsv', bytes: encode(qrels) },
];
const options = {
  ...(values.others !== undefined && { others: Number(values.others) }),
  ...(values.triples !== undefined && { triples: Number(values.triples) }),
};
const { collection, counts, problems } = await timed(
  'readCollection',
  rows + tripleRows,
  () => module.readCollection(files, options),
  () => documents.size() + triples.size(),
);
console.log(
  `  ${collection.documents.length} documents and ${collection.qrels.length} judgements kept, ${counts.unreadDocuments} documents not read`,
);
for (const { file, message } of problems.slice(0, 4)) console.log(`  ${file}: ${message}`);

const runRows = Number(values['run-rows']);
if (runRows > 0) {
  const run = generated(
    'bm25.run',
    runRows,
    (at) =>
      `${Math.floor(at / 1000)} Q0 ${(at * 1257) % rows} ${(at % 1000) + 1} ${1000 - (at % 1000)}.5 bm25-made-up-tag\n`,
  );
  const read = await timed('readRun', runRows, () => module.readRun(run.file), run.size);
  console.log(`  ${read.rows} rows of ${read.run.size} queries kept`);
}
clearInterval(watch);
