/** The browser gives the page no more room; nothing half written is left. */
export class StoreFullError extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(
      `${what} does not fit in the storage that the browser gives this page; nothing was stored. Delete what is no longer needed, or free space on the disk.`,
      options,
    );
    this.name = 'QuotaExceededError';
  }
}

/** Whatever was thrown, or the clear error where the quota is spent. */
export function explained(error: unknown, what: string): unknown {
  const full = (error as { name?: string } | null)?.name === 'QuotaExceededError';
  return full ? new StoreFullError(what, { cause: error }) : error;
}
