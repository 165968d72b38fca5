import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
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
 * @param {{ root: string, port?: number, inputs?: readonly string[], outputs?: Readonly<Record<string, string>> }} options inputs are file
 *   paths or addresses (http, https); `outputs` folders by name, such as `trec`, that the page may put files into, by the address `outputUrl` that
 *   nobody else knows and the name
 * @returns {Promise<{ url: string, outputUrl: string | undefined, close: () => Promise<void> }>}
 */
export async function serve({ root, port = 0, inputs = [], outputs }) {
  const secret = randomUUID();
  const server = createServer((request, response) => {
    const output = new RegExp(`^/output/${secret}/(\\w+)/(\\w[\\w.@+-]*)$`).exec(request.url ?? '');
    if (request.method === 'PUT') {
      const folder = output && Object.hasOwn(outputs ?? {}, output[1]) && outputs[output[1]];
      const file = folder && join(folder, output[2]);
      take(file, request, response).catch(() => response.destroy());
      return;
    }
    const file = resolve(root, inputs, request.url ?? '/');
    if (isAddress(file)) {
      relay(file, request, response).catch(() => response.destroy());
      return;
    }
    send(file, request, response).catch(() => response.destroy());
  });
  await new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  return {
    url: `http://localhost:${server.address().port}/`,
    outputUrl: outputs && `http://localhost:${server.address().port}/output/${secret}`,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

/** Whether an input lies on another machine. */
export function isAddress(path) {
  return /^https?:\/\//i.test(path ?? '');
}

/** Hands a far file on, ranges too: the page may read it here, whatever its own server allows pages. */
async function relay(address, request, response) {
  const { range } = request.headers;
  const reply = await fetch(address, {
    method: request.method === 'HEAD' ? 'HEAD' : 'GET',
    headers: { 'Accept-Encoding': 'identity', ...(range && { Range: range }) },
  }).catch((error) => ({ status: 502, headers: new Headers(), error }));
  const passed = ['content-length', 'content-range', 'accept-ranges', 'content-encoding'].flatMap(
    (name) => (reply.headers.has(name) ? [[name, reply.headers.get(name)]] : []),
  );
  const type = { 'Content-Type': 'application/octet-stream' };
  response.writeHead(reply.status, { ...HEADERS, ...type, ...Object.fromEntries(passed) });
  if (request.method === 'HEAD' || !reply.body) response.end();
  else await pipeline(Readable.fromWeb(reply.body), response);
}

/** Writes what comes in beside its place and moves it there, so that no half file is left. */
async function take(file, request, response) {
  if (!file) {
    request.resume();
    response.writeHead(404, HEADERS).end('not found');
    return;
  }
  const part = `${file}.part`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    await pipeline(request, createWriteStream(part));
    await rename(part, file);
    response.writeHead(201, HEADERS).end();
  } catch (error) {
    await rm(part, { force: true });
    response.writeHead(500, HEADERS).end(error.message);
  }
}

async function send(file, request, response) {
  const size = file ? fileSize(file) : undefined;
  const handle = size === undefined ? undefined : await open(file).catch(() => undefined);
  if (!handle) {
    response.writeHead(404, HEADERS).end('not found');
    return;
  }
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  const headers = { ...HEADERS, 'Content-Type': type, 'Accept-Ranges': 'bytes' };
  const range = rangeOf(request.headers.range, size);
  if (range === 'outside') {
    await handle.close();
    response.writeHead(416, { ...headers, 'Content-Range': `bytes */${size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const length = { 'Content-Length': end - start + 1 };
  const part = { ...length, 'Content-Range': `bytes ${start}-${end}/${size}` };
  response.writeHead(range ? 206 : 200, { ...headers, ...(range ? part : length) });
  if (request.method === 'HEAD' || end < start) {
    await handle.close();
    response.end();
  } else await pipeline(handle.createReadStream({ start, end }), response); // closes the file, also when the reader leaves
}

/** One range of bytes, inclusive; anything else that a Range header may say is answered with the whole file. */
function rangeOf(header, size) {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined) return undefined;
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start < size && start <= end ? { start, end } : 'outside';
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
