import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { listBuild, publicVersions } from './listBuild.mjs';

/**
 * Vite plugin that lets the built page work without network: names the versions of public files in its code, and
 * writes `sw.js` with the list of what was built. Nothing of it is there under `vite dev` and in tests.
 */
export function offlinePlugin() {
  let outDir = '';
  let versions = {};
  return {
    name: 'offline',
    apply: 'build',
    enforce: 'post',
    config(_, { isPreview }) {
      if (isPreview || process.env.VITEST) return {};
      versions = publicVersions('public');
      return { define: { PUBLIC_VERSIONS: JSON.stringify(versions) } };
    },
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    async closeBundle(error) {
      if (error) return;
      const list = listBuild(outDir, versions);
      const code = await bundled(list);
      writeFileSync(join(outDir, 'sw.js'), code);
    },
  };
}

/** The worker as one classic script: modules are not everywhere allowed there. */
async function bundled(list) {
  const [{ output }] = [
    await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      define: { BUILD: JSON.stringify(list) },
      build: {
        write: false,
        target: 'es2024',
        lib: { entry: 'src/offline/serviceWorker.ts', formats: ['iife'], name: 'worker' },
      },
    }),
  ].flat();
  return output[0].code;
}
