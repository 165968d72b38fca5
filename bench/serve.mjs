import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
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
    const file = resolve(root, inputs, new URL(request.url ?? '/', 'http://localhost').pathname);
    const size = file ? fileSize(file) : undefined;
    if (!file || size === undefined) {
      response.writeHead(404, HEADERS).end('not found');
      return;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': size });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
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

function resolve(root, inputs, pathname) {
  const input = /^\/input\/(\d+)$/.exec(pathname);
  if (input) return inputs[Number(input[1])];
  let path;
  try {
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
