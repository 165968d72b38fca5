import type { EngineFile } from '../worker';

/** A file that the command serves to the page. */
export interface Link {
  readonly path: string;
  readonly url: string;
}

export async function fetchLink(link: Link): Promise<EngineFile> {
  return (await fetchLinks([link]))[0]!;
}

export async function fetchLinks(links: readonly Link[]): Promise<EngineFile[]> {
  return Promise.all(
    links.map(async ({ path, url }) => {
      const reply = await fetch(url);
      if (!reply.ok) throw new Error(`${path}: cannot be read (HTTP ${reply.status})`);
      return { path, bytes: new Uint8Array(await reply.arrayBuffer()) };
    }),
  );
}

/** @throws Error where the command could not write what it got. */
export async function putFile(url: string, content: Blob): Promise<void> {
  const reply = await fetch(url, { method: 'PUT', body: content });
  if (!reply.ok) throw new Error(`A file cannot be written: ${await reply.text()}`);
}
