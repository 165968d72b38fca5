import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { softwareVulkan } from './bench/softwareVulkan.mjs';
import { mutationPlugin } from './tools/mutation/plugin.mjs';
import { offlinePlugin } from './tools/offline/plugin.mjs';

// Test workers inherit this; a dynamic loader reads its path only when a process starts.
if (process.env.VITEST) Object.assign(process.env, softwareVulkan(process.env.CHROMIUM_PATH));

// Cross-origin isolation gives onnxruntime's WASM its threads; the page also works without it.
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Many hosts do not know `.mjs` for a script, and browsers refuse a module of another type. */
const assetFileNames = ({ names }: { readonly names: readonly string[] }) =>
  `assets/[name]-[hash]${names[0]?.endsWith('.mjs') ? '.js' : '[extname]'}`;

export default defineConfig({
  base: './', // any static host, any path
  plugins: [
    react(),
    mutationPlugin(process.env.VITEST && process.env.OPTICAL_MUTATION),
    offlinePlugin(),
  ],
  worker: { format: 'es', rolldownOptions: { output: { assetFileNames } } },
  build: {
    target: 'es2024',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: ['index.html', 'bench/contender.html'],
      output: { assetFileNames },
    },
  },
  server: { headers: isolation },
  preview: { headers: isolation },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'bench/**/*.test.ts', 'tools/**/*.test.ts'],
    setupFiles: ['tools/properties/seed.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
