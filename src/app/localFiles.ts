/** A file the user handed over, read only when it is needed and never whole by the page. */
export interface LocalFile {
  readonly path: string;
  readonly blob: Blob;
}

/** Files from a picker; those of a folder keep their path in it. */
export function fromPicker(files: Iterable<File>): LocalFile[] {
  return [...files].filter((file) => !isHidden(file.name)).map((file) => local(file));
}

/** Files and whole folders from a drop. Must be called in the event, before anything is awaited. */
export function fromDrop(transfer: DataTransfer): Promise<LocalFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const loose = [...transfer.files];
  if (entries.some((entry) => entry === null)) return Promise.resolve(fromPicker(loose));
  return Promise.all(entries.map((entry) => walk(entry!))).then((found) => found.flat());
}

function local(file: File, path = file.webkitRelativePath || file.name): LocalFile {
  return { path, blob: file };
}

async function walk(entry: FileSystemEntry): Promise<LocalFile[]> {
  if (isHidden(entry.name)) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    return [local(file, entry.fullPath.replace(/^\//, ''))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: LocalFile[] = [];
  // A reader gives at most 100 entries a call and says that it is done with an empty list.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (!batch.length) return found;
    for (const child of batch) found.push(...(await walk(child)));
  }
}

function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX';
}
