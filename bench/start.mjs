import { spawn } from 'node:child_process';
import { say } from './say.mjs';
import { serve } from './serve.mjs';

const PORT = 4173;

/** `npm start`: serves the built page and opens it in the user's browser (not with --no-open or in CI). */
export async function start(args) {
  const { url } = await serve({ root: 'dist', port: PORT }).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    say(`Port ${PORT} is taken; using another one.`);
    return serve({ root: 'dist' });
  });
  process.stdout.write(`Optical Bench is at ${url}  (Ctrl+C stops it)\n`);
  if (!args.includes('--no-open') && !process.env.CI) open(url);
}

function open(url) {
  const [command, ...rest] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  const child = spawn(command, rest, { stdio: 'ignore', detached: true });
  child.on('error', () => {}); // no desktop: the address is printed above
  child.unref();
}
