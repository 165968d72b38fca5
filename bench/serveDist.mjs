// For the end-to-end tests: serves dist/ on the given port until it is stopped.
import { serve } from './serve.mjs';

const { url } = await serve({ root: 'dist', port: Number(process.argv[2] ?? 0) });
process.stdout.write(`${url}\n`);
