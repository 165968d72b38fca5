import { DAMAGED, DRAFT, LOCK, quarantine, type StoreParts } from './storeParts';

/** Removes drafts and files that a crash left without a record, and puts apart shards that lost bytes. */
export async function sweep(parts: StoreParts): Promise<void> {
  const { files, records, locks } = parts;
  await locks.hold(LOCK, 'exclusive', async () => {
    const known = new Map((await records.list()).map((record) => [record.hash, record]));
    for (const name of await files.names()) {
      if (name.startsWith(DRAFT))
        await locks.holdIfFree(`${LOCK}/${name}`, () => files.remove(name));
      else if (!known.has(name.replace(DAMAGED, ''))) await files.remove(name);
    }
    for (const record of known.values()) {
      if (record.damage !== undefined) continue;
      const size = (await files.read(record.hash))?.size;
      if (size === record.bytes) continue;
      const why =
        size === undefined
          ? 'its file is gone; the browser may have cleared it'
          : `it has ${size} of ${record.bytes} bytes`;
      await quarantine(parts, record, why);
    }
  });
}
