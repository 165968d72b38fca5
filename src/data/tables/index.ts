export { readTable, tableKind } from './readTable';
export type { Delimiter, TableKind, TableOptions, TableRow } from './types';
