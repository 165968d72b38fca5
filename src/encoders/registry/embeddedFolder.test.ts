// The embedded encoder's own weights as a folder in the hub's layout: the registry must see what the built-in path sees.
import { expect, it } from 'vitest';
import { studentFolder } from '../export/studentFolder';
import { openNodeEncoder, readBuilt, rowsOf } from '../testing/nodeEncoder';
import { loadEncoderWeights } from '../weights/loadEncoderWeights';
import { openSource } from './openSource';
import { asFolder } from './testing/tinyModel';

const TEXTS = ['Weck mich um sieben', 'कल मौसम कैसा है', 'พรุ่งนี้อากาศเป็นอย่างไร', 'Wake me up'];
/** Layers 3 to 12 of the embedded encoder multiply in int8, the folder's in float32. Measured: .9966. */
const LEAST_COSINE = 0.99;

it('gives the vectors of the embedded encoder from its folder, up to its int8 layers', async () => {
  const encoder = await loadEncoderWeights({ fetchBytes: readBuilt, embedding: true });
  const { width } = encoder.shape;
  const w = new Float32Array(width * width).map((_, at) => (at % (width + 1) === 0 ? 1 : 0));
  const tokenizer = new TextDecoder().decode(await readBuilt('tokenizer.json'));
  const head = { inputs: width, outputs: width, w };
  const files = studentFolder({ encoder, head }, { tokenizer });
  const folder = { kind: 'folder', name: 'e5', files: asFolder(files, 'e5') } as const;
  const runtime = { executionProvider: 'wasm', threads: 1, wasmPaths: 'package' } as const;
  const { encoder: opened } = await openSource(folder, runtime);
  const embedded = await openNodeEncoder();
  expect(opened).toMatchObject({ layers: 12, dimension: 384, maxTokens: 512 });
  for (const layer of [12]) {
    const own = await opened.encode(TEXTS, { layer });
    const wanted = await embedded.encode(TEXTS, { layer });
    expect(own.pieces).toEqual(wanted.pieces);
    TEXTS.forEach((_, at) => {
      const [a, b] = [rowsOf(own, at), rowsOf(wanted, at)];
      for (let row = 0; row < a.length; row += width)
        expect(cosine(a.subarray(row, row + width), b.subarray(row, row + width))).toBeGreaterThan(
          LEAST_COSINE,
        );
    });
  }
  await opened.close();
  await embedded.close();
});

function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    dot += a[k]! * b[k]!;
    aa += a[k]! ** 2;
    bb += b[k]! ** 2;
  }
  return dot / Math.sqrt(aa * bb);
}
