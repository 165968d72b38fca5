import * as v from 'valibot';
import { publicFile } from '../lib';
import type { EngineFile } from '../worker';

/** The embedded corpus's name, which says what it is wherever it is shown. */
export const SAMPLE_NAME = 'Embedded sample';

const manifest = v.object({ files: v.array(v.object({ path: v.pipe(v.string(), v.nonEmpty()) })) });

/** Fetches the embedded synthetic corpus. @throws Error naming a file that is missing. */
export async function fetchSample(base = 'sample'): Promise<EngineFile[]> {
  return fetchAll(base, (path) => /\/(train|eval|test)\.txt$/.test(path));
}

/** Fetches bitext that comes with the page. @throws RangeError for an unknown name. */
export async function fetchEmbeddedBitext(name: string): Promise<EngineFile[]> {
  const files = await fetchAll('bitext', (path) => path.startsWith(`${name}.`));
  if (files.length === 0)
    throw new RangeError(`embedded:${name} is unknown; wanted embedded:udhr or embedded:cldr`);
  return files;
}

async function fetchAll(base: string, wanted: (path: string) => boolean): Promise<EngineFile[]> {
  const list = v.parse(manifest, await (await fetchFile(`${base}/manifest.json`)).json());
  const paths = list.files.map(({ path }) => path).filter(wanted);
  return Promise.all(
    paths.map(async (path) => {
      const reply = await fetchFile(`${base}/${path}`);
      return { path: `${base}/${path}`, bytes: new Uint8Array(await reply.arrayBuffer()) };
    }),
  );
}

async function fetchFile(path: string): Promise<Response> {
  const reply = await fetch(publicFile(path));
  if (!reply.ok) throw new Error(`${path} is not there (HTTP ${reply.status}).`);
  return reply;
}
