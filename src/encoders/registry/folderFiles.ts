import { ask, download, type Hearing } from './download';
import type { ModelFiles } from './modelFiles';
import type { FolderFile, FolderSource } from './source';

/**
 * The files of a local folder. What all paths begin with, the folder's own name, is left off.
 *
 * @throws RangeError if two files have one path, or there is no `tokenizer.json`.
 */
export function folderFiles({ name, files }: Omit<FolderSource, 'kind'>): ModelFiles {
  const root = rootOf(files.map(({ path }) => path));
  const found = new Map<string, FolderFile>();
  for (const file of files) {
    const path = file.path.slice(root.length);
    if (found.has(path)) throw new RangeError(`encoder ${name}: two files are named ${path}`);
    found.set(path, file);
  }
  return {
    origin: { kind: 'folder', name },
    sizes: new Map([...found].map(([path, file]) => [path, sizeOf(file)])),
    async read(path, hearing = {}) {
      const file = found.get(path);
      if (!file) throw new Error(`encoder ${name}: there is no file ${path}`);
      const bytes = await contentOf(file, hearing);
      hearing.onBytes?.(bytes.length);
      return bytes;
    },
    isLocal: async () => true,
  };
}

/** The folder that holds `tokenizer.json`, nearest to the top, with its slash. */
function rootOf(paths: readonly string[]): string {
  const [first] = paths
    .filter((path) => /(^|\/)tokenizer\.json$/.test(path))
    .sort((a, b) => a.length - b.length);
  if (first === undefined)
    throw new RangeError(
      `encoder: found no tokenizer.json among ${paths.length} files (${paths.slice(0, 5).join(', ')}); ` +
        'want the folder of a model in the layout of the Hugging Face hub',
    );
  const root = first.slice(0, -'tokenizer.json'.length);
  const outside = paths.find((path) => !path.startsWith(root));
  if (outside !== undefined)
    throw new RangeError(`encoder: ${outside} lies outside ${root}, where tokenizer.json is`);
  return root;
}

function sizeOf({ content }: FolderFile): number | undefined {
  if (content instanceof Uint8Array) return content.length;
  return content instanceof Blob ? content.size : content.bytes;
}

async function contentOf({ content, path }: FolderFile, hearing: Hearing): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content;
  hearing.signal?.throwIfAborted();
  if (content instanceof Blob) return new Uint8Array(await content.arrayBuffer());
  try {
    if (content.bytes !== undefined) return await download(content.url, content.bytes, hearing);
    return new Uint8Array(await (await ask(content.url, hearing.signal)).arrayBuffer());
  } catch (cause) {
    hearing.signal?.throwIfAborted();
    throw new Error(`${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
