import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
  '.tsv': 'text/tab-separated-values; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** Isolation gives WASM its threads; `no-store` keeps a rebuilt page from being mixed with an old one. */
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/**
 * Serves a built page on the loopback interface, and `inputs` below `/input/<number>`.
 *
 * @param {{ root: string, port?: number, inputs?: readonly string[] }} options inputs are file paths
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve({ root, port = 0, inputs = [] }) {
  const server = createServer((request, response) => {
    const file = resolve(root, inputs, request.url ?? '/');
    send(file, request.method === 'HEAD', response).catch(() => response.destroy());
  });
  await new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  return {
    url: `http://localhost:${server.address().port}/`,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

async function send(file, headOnly, response) {
  const size = file ? fileSize(file) : undefined;
  const handle = size === undefined ? undefined : await open(file).catch(() => undefined);
  if (!handle) {
    response.writeHead(404, HEADERS).end('not found');
    return;
  }
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': size });
  if (headOnly) {
    await handle.close();
    response.end();
  } else await pipeline(handle.createReadStream(), response); // closes the file, also when the reader leaves
}

function resolve(root, inputs, target) {
  let path;
  try {
    const { pathname } = new URL(target, 'http://localhost');
    const input = /^\/input\/(\d+)$/.exec(pathname);
    if (input) return inputs[Number(input[1])];
    path = normalize(decodeURIComponent(pathname));
  } catch {
    return undefined;
  }
  if (path.split(sep).includes('..')) return undefined;
  return join(root, path.endsWith(sep) ? join(path, 'index.html') : path);
}

function fileSize(file) {
  try {
    const stat = statSync(file);
    return stat.isFile() ? stat.size : undefined;
  } catch {
    return undefined;
  }
}
