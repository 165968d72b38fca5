// Builds public/alignment: token vectors of a few sample utterances, so that the first screen needs no model.
//   node tools/alignment/build.mjs   (after `npm ci`; builds the page itself)
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { findBrowser, launchBrowser } from '../../bench/browser.mjs';
import { serve } from '../../bench/serve.mjs';
import { buildPage } from '../../bench/setUp.mjs';

const LAYER = 6; // middle layers align best (docs/decisions/0006-layer-six.md)
const OUT = 'public/alignment';

/** The wanted utterances with intent, domain and slots, read from the sample's own TSV. */
function readPairs() {
  const wanted = JSON.parse(readFileSync('public/sample/alignment.json', 'utf8'));
  const languages = Object.keys(wanted[0].texts);
  const rows = new Map();
  for (const language of languages) {
    for (const line of readFileSync(`public/sample/${language}/test.txt`, 'utf8').split('\n')) {
      const [id, intent, slots, text, domain] = line.split('\t');
      rows.set(`${language} ${id}`, { intent, slots, text, domain });
    }
  }
  const pairs = wanted.map(({ id }) => {
    const english = rows.get(`en ${id}`);
    const texts = languages.map((language) => {
      const { text, slots } = rows.get(`${language} ${id}`);
      return [language, { text, slots: slots.split(',').filter(Boolean).map(readSlot) }];
    });
    const intent = english.intent.replace(/^IN:/, '');
    return { id, intent, domain: english.domain, texts: Object.fromEntries(texts) };
  });
  return { languages, pairs };
}

function readSlot(text) {
  const [start, end, , name] = text.split(':');
  return { name, start: Number(start), end: Number(end) };
}

/** Each token by its own largest component: cosines do not see the scale. */
function quantise(vectors, dimension) {
  const bytes = new Int8Array(vectors.length);
  for (let start = 0; start < vectors.length; start += dimension) {
    const row = vectors.slice(start, start + dimension);
    const largest = Math.max(...row.map(Math.abs)) || 1;
    bytes.set(
      row.map((value) => Math.round((127 * value) / largest)),
      start,
    );
  }
  return bytes;
}

async function encode(texts) {
  buildPage();
  const server = await serve({ root: 'dist' });
  const browser = await launchBrowser(await findBrowser());
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}?headless`);
    await page.waitForFunction('window.opticalBench !== undefined');
    return await page.evaluate(
      ([list, layer]) => window.opticalBench.encode(list, layer),
      [texts, LAYER],
    );
  } finally {
    await browser.close();
    await server.close();
  }
}

const { languages, pairs } = readPairs();
const flat = pairs.flatMap(({ texts }) => Object.values(texts));
const encoded = await encode(flat.map(({ text }) => text));
const parts = [];
let next = 0;
flat.forEach((entry, k) => {
  const { pieces, vectors, dimension } = encoded[k];
  Object.assign(entry, { pieces, start: next, count: pieces.length });
  parts.push(Buffer.from(quantise(vectors, dimension).buffer));
  next += pieces.length;
});
const { dimension } = encoded[0];
mkdirSync(OUT, { recursive: true });
const json = { synthetic: true, dimension, layer: LAYER, languages, pairs };
writeFileSync(`${OUT}/sample.json`, `${JSON.stringify(json)}\n`);
writeFileSync(`${OUT}/sample.bin`, Buffer.concat(parts));
process.stdout.write(`${next} tokens of ${flat.length} texts, ${next * dimension} bytes\n`);
