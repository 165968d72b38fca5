import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { serve } from './serve.mjs';
import { temporaryFolder } from './testing';

let url: string;
let folder: string;

beforeEach(async () => {
  folder = temporaryFolder({
    'dist/index.html': '<p>page</p>',
    'dist/assets/a.js': 'let a',
    'dist/assets/e.wasm': 'wasm',
    'dist/assets/unknown.bin': 'bin',
    'dist/empty.json': '',
    'secret.txt': 'secret',
    'data/ä ö.tsv': 'row',
  });
  const server = await serve({
    root: join(folder, 'dist'),
    inputs: [join(folder, 'data/ä ö.tsv'), join(folder, 'gone')],
  });
  onTestFinished(() => server.close());
  url = server.url;
});

/** A request whose path no client library tidies up first. */
function raw(path: string, method = 'GET'): Promise<{ status: number; body: string }> {
  const { port } = new URL(url);
  return new Promise((done, fail) => {
    const call = request({ host: '127.0.0.1', port, path, method }, (answer) => {
      let body = '';
      answer.on('data', (part) => {
        body += part;
      });
      answer.on('end', () => done({ status: answer.statusCode!, body }));
    });
    call.on('error', fail);
    call.end();
  });
}

describe('serve', () => {
  test('files with their types and lengths, the page for a folder', async () => {
    for (const [path, type, text] of [
      ['', 'text/html; charset=utf-8', '<p>page</p>'],
      ['?headless', 'text/html; charset=utf-8', '<p>page</p>'],
      ['assets/a.js', 'text/javascript; charset=utf-8', 'let a'],
      ['assets/e.wasm', 'application/wasm', 'wasm'],
      ['assets/unknown.bin', 'application/octet-stream', 'bin'],
      ['empty.json', 'application/json', ''],
    ] as const) {
      const answer = await fetch(url + path);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, type]);
      expect(answer.headers.get('content-length')).toBe(String(text.length));
      expect(await answer.text()).toBe(text);
    }
  });

  test('every answer isolates the page and is never cached, a refusal too', async () => {
    for (const path of ['', 'nowhere']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  test('HEAD has the headers and no body', async () => {
    const answer = await fetch(`${url}assets/a.js`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '5']);
    expect(await answer.text()).toBe('');
  });

  test('a range of bytes, and says what is outside', async () => {
    const range = (bytes: string) =>
      fetch(`${url}assets/a.js`, { headers: { Range: `bytes=${bytes}` } });
    for (const [bytes, status, text, content] of [
      ['1-2', 206, 'et', 'bytes 1-2/5'],
      ['3-', 206, ' a', 'bytes 3-4/5'],
      ['4-99', 206, 'a', 'bytes 4-4/5'],
      ['5-6', 416, '', 'bytes */5'],
      ['2-1', 416, '', 'bytes */5'],
      ['0-0,2-2', 200, 'let a', null],
    ] as const) {
      const answer = await range(bytes);
      expect([bytes, answer.status, await answer.text()]).toEqual([bytes, status, text]);
      expect(answer.headers.get('content-range')).toBe(content);
      expect(answer.headers.get('accept-ranges')).toBe('bytes');
    }
  });

  test('hands a far file on, by range too, and says what its server said', async () => {
    const near = await serve({ root: folder, inputs: [`${url}assets/a.js`, `${url}nowhere`] });
    onTestFinished(() => near.close());
    const far = (number: number, init?: RequestInit) => fetch(`${near.url}input/${number}`, init);
    const whole = await far(0);
    expect([whole.status, await whole.text()]).toEqual([200, 'let a']);
    const part = await far(0, { headers: { Range: 'bytes=1-2' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 1-2/5']);
    expect(await part.text()).toBe('et');
    const head = await far(0, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe('5');
    expect(head.headers.get('accept-ranges')).toBe('bytes');
    expect((await far(1)).status).toBe(404);
  });

  test('inputs by number, whatever their names', async () => {
    expect(await (await fetch(`${url}input/0`)).text()).toBe('row');
    for (const path of ['input/1', 'input/2', 'input/-1', 'input/0/x', 'input/', 'input/length'])
      expect([path, (await fetch(url + path)).status]).toEqual([path, 404]);
  });

  test.each([
    '/nowhere',
    '/assets', // a folder without a page
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/%00',
    '/%',
    '/%ff',
  ])('%s is not found', async (path) => {
    const { status, body } = await raw(path);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });

  test('a target that is no address is refused, and the server lives on', async () => {
    for (const target of ['//', 'http://[/', '///']) {
      const { status } = await raw(target);
      expect([target, status]).toEqual([target, 404]);
    }
    expect((await fetch(url)).status).toBe(200);
  });

  test('a file that cannot be opened is refused, and the server lives on', async () => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dist/broken.js'));
    expect((await fetch(`${url}broken.js`)).status).toBe(404);
    rmSync(join(folder, 'dist/assets'), { recursive: true });
    expect((await fetch(`${url}assets/a.js`)).status).toBe(404);
    expect((await fetch(url)).status).toBe(200);
  });

  test('a reader that leaves in the middle does no harm', async () => {
    const { port } = new URL(url);
    await new Promise<void>((done) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
        socket.destroy();
      });
      socket.on('close', () => done());
    });
    expect((await fetch(url)).status).toBe(200);
  });

  test('listens on the loopback interface, and a taken port is an error', async () => {
    expect(url).toMatch(/^http:\/\/localhost:\d+\/$/);
    const port = Number(new URL(url).port);
    await expect(serve({ root: folder, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('close ends open connections', async () => {
    const server = await serve({ root: join(folder, 'dist') });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    const closed = new Promise((done) => socket.on('close', done));
    await new Promise<void>((done) => socket.on('connect', () => done()));
    await server.close();
    await closed;
    await expect(fetch(server.url)).rejects.toThrow();
  });
});

describe('outputs', () => {
  test('the page puts files into the folder, by an address that is not guessed', async () => {
    const folder = temporaryFolder({ 'dist/index.html': '' });
    const outputs = join(folder, 'out');
    const server = await serve({ root: join(folder, 'dist'), outputs: { students: outputs } });
    onTestFinished(() => server.close());
    const put = async (address: string) =>
      (await fetch(address, { method: 'PUT', body: 'weights' })).status;
    expect(await put(`${server.outputUrl}/students/ot+0.5xmse@top-2.de.1.zip`)).toBe(201);
    expect(readdirSync(outputs)).toEqual(['ot+0.5xmse@top-2.de.1.zip']);
    expect(readFileSync(join(outputs, 'ot+0.5xmse@top-2.de.1.zip'), 'utf8')).toBe('weights');
    const paths = ['', '..', '.', 'a', 'trec/a', 'constructor/a', 'students/', 'students/../a'];
    for (const bad of [
      ...paths.map((path) => `${server.outputUrl}/${path}`),
      `${server.url}output/a`,
    ])
      expect(await put(bad), bad).toBe(404);
    expect(await put(`${server.outputUrl}/students/%2e%2e%2fa`)).toBe(404);
    expect(readdirSync(folder)).toEqual(['dist', 'out']);
  });

  test('without a folder nothing is taken', async () => {
    expect((await fetch(`${url}output/a`, { method: 'PUT', body: 'x' })).status).toBe(404);
  });
});
