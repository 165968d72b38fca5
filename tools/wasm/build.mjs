// Compiles wasm/*.ts (AssemblyScript) to src/wasm/modules.ts: `node tools/wasm/build.mjs`.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const OUT = `${ROOT}src/wasm/modules.ts`;

/** The same source with separate (0) or fused (1, relaxed SIMD) multiply and add, as bytes. */
export async function compile(relaxed) {
  let bytes;
  const { error, stderr } = await asc.main(
    [
      ...['wasm/engine.ts', '--baseDir', ROOT, '--outFile', 'engine.wasm'],
      ...['-O3', '--noAssert', '--runtime', 'stub', '--memoryBase', '4096'],
      ...['--enable', 'simd', ...(relaxed ? ['--enable', 'relaxed-simd'] : [])],
      ...['--use', `RELAXED=${relaxed}`],
      // 201: usize and i32 are one size here; 112: v128 never leaves the module.
      ...['--disableWarning', '201', '--disableWarning', '112'],
    ],
    {
      writeFile: (name, contents) => {
        if (name === 'engine.wasm') bytes = contents;
      },
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return bytes;
}

/** The text of src/wasm/modules.ts. */
export async function moduleText() {
  const lines = [];
  for (const [name, relaxed] of [
    ['SIMD', 0],
    ['RELAXED_SIMD', 1],
  ]) {
    const text = Buffer.from(await compile(relaxed)).toString('base64');
    lines.push(`export const ${name} =\n  '${text}';`);
  }
  return `// Made by tools/wasm/build.mjs from wasm/*.ts; a test holds the two together. Base64.\n${lines.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(OUT, await moduleText());
