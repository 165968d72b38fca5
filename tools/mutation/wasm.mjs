import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The text of src/wasm/modules.ts where `file` of wasm/ holds `text`; compiled in a copy of the sources. */
export function mutatedWasm(root, file, text) {
  const copy = mkdtempSync(join(tmpdir(), 'mutation-wasm-'));
  try {
    for (const folder of ['wasm', 'tools/wasm'])
      cpSync(join(root, folder), join(copy, folder), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    mkdirSync(join(copy, 'src/wasm'), { recursive: true });
    writeFileSync(join(copy, file), text);
    execFileSync(process.execPath, ['tools/wasm/build.mjs'], { cwd: copy, stdio: 'pipe' });
    return readFileSync(join(copy, 'src/wasm/modules.ts'), 'utf8');
  } finally {
    rmSync(copy, { recursive: true });
  }
}
