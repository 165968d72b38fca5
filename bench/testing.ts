import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of its own for one test, removed afterwards, with files of the given contents. */
export function temporaryFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'optical-bench-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A program that ends with `status`. */
export function program(file: string, status = 0): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho not really a browser >&2\nexit ${status}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Sets an environment variable for one test. */
export function setEnv(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

/** What `run` throws or rejects with; fails where it does neither. */
export async function exitOf(run: () => unknown): Promise<{ code: number; message: string }> {
  let value: unknown;
  try {
    value = await run();
  } catch (error) {
    return error as { code: number; message: string };
  }
  throw new Error(`wanted an Exit, got ${JSON.stringify(value)}`);
}
