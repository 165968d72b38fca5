import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with a file. */
export type Mishap =
  /** The connection ends in the middle, so many times. */
  | { readonly kind: 'breaks'; times: number; readonly ranges: boolean }
  /** Every byte that comes is another. */
  | { readonly kind: 'damaged' }
  /** Comes so slowly that it never ends. */
  | { readonly kind: 'stalls' };

export interface FakeHub {
  readonly endpoint: string;
  /** `METHOD path`, in order. */
  readonly requests: string[];
  readonly mishaps: Map<string, Mishap>;
  close(): Promise<void>;
}

export const COMMIT = 'c0ffee'.padEnd(40, '0');
export const MODEL = 'lab/tiny-encoder';

/**
 * Speaks the hub's addresses for one public model, `MODEL`, at `main` and `v1`, and one gated, `lab/gated`: revision and
 * tree API (two pages), resolve with a redirect to a content address, ETag, Range, 401 and 404.
 */
export async function fakeHub(files: ReadonlyMap<string, Uint8Array>): Promise<FakeHub> {
  const requests: string[] = [];
  const mishaps = new Map<string, Mishap>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://hub');
    requests.push(`${request.method} ${url.pathname}`);
    if (request.headers.authorization || request.headers.cookie)
      return reply(response, 500, 'tokens are never sent');
    answer(url, request, response, files, mishaps);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    mishaps,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** As the hub: without the second line a page sees no further page of a list. */
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'X-Repo-Commit,ETag,Link,Accept-Ranges,Content-Range',
};

function reply(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, { ...headers, ...CORS }).end(body);
}

function answer(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, Uint8Array>,
  mishaps: Map<string, Mishap>,
) {
  const { pathname } = url;
  const asked = (shape: string) => new RegExp(`^${shape}$`).exec(pathname);
  if (pathname.includes('/lab/gated')) return reply(response, 401, 'Access is restricted');
  const revision = asked(`/api/models/${MODEL}/revision/(.+)`)?.[1];
  if (revision !== undefined && ['main', 'v1', COMMIT].includes(revision))
    return reply(
      response,
      200,
      JSON.stringify({ id: MODEL, sha: COMMIT, cardData: { license: 'mit' } }),
    );
  if (asked(`/api/models/${MODEL}/tree/${COMMIT}`)) return tree(url, response, files);
  const path = asked(`/${MODEL}/resolve/${COMMIT}/(.+)`)?.[1];
  if (path !== undefined && files.has(path))
    return reply(response, 302, '', { Location: `/cdn/${path}` });
  const stored = asked('/cdn/(.+)')?.[1];
  const bytes = stored === undefined ? undefined : files.get(stored);
  if (!bytes) return reply(response, 404, 'Not Found');
  return send(bytes, request, response, mishaps.get(stored!));
}

/** Two pages, as the hub gives for large models; large files carry a SHA-256, small ones git's. */
function tree(url: URL, response: ServerResponse, files: ReadonlyMap<string, Uint8Array>) {
  const all = [...files].map(([path, bytes]) => ({
    type: 'file',
    path,
    size: bytes.length,
    oid: createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex'),
    ...(/\.onnx|safetensors/.test(path) && {
      lfs: { oid: createHash('sha256').update(bytes).digest('hex'), size: bytes.length },
    }),
  }));
  const second = url.searchParams.has('cursor');
  const half = Math.ceil(all.length / 2);
  const next = `<http://${response.req.headers.host}${url.pathname}?recursive=true&cursor=2>; rel="next"`;
  const page = [
    { type: 'directory', path: 'onnx', size: 0, oid: '0' },
    ...(second ? all.slice(half) : all.slice(0, half)),
  ];
  reply(response, 200, JSON.stringify(page), second ? {} : { Link: next });
}

function send(
  bytes: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
  mishap: Mishap | undefined,
) {
  const ranges = mishap?.kind !== 'breaks' || mishap.ranges;
  const from = ranges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  const rest = bytes.subarray(from);
  const etag = createHash('sha1').update(bytes).digest('hex');
  response.writeHead(from > 0 ? 206 : 200, {
    ...CORS,
    'Content-Length': rest.length,
    ETag: `"${etag}"`,
    ...(from > 0 && { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
  });
  if (mishap?.kind === 'damaged') return response.end(rest.map((byte) => byte ^ 1));
  if (mishap?.kind === 'stalls') return response.write(rest.subarray(0, rest.length >> 1));
  if (mishap?.kind !== 'breaks' || mishap.times === 0) return response.end(rest);
  mishap.times--;
  return response.write(rest.subarray(0, rest.length >> 1), () => response.destroy());
}
