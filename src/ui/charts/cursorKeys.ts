import type { Cell } from '../../app';

/**
 * Where a key moves the cursor.
 *
 * @returns null when the cursor goes away, undefined when the key is not ours.
 */
export function moveCell(
  key: string,
  from: Cell | null,
  rows: number,
  columns: number,
): Cell | null | undefined {
  if (key === 'Escape') return null;
  const start = from ?? { row: 0, column: 0 };
  const to = target(key, start, rows, columns);
  if (!to) return undefined;
  if (!from) return start;
  return {
    row: Math.min(rows - 1, Math.max(0, to.row)),
    column: Math.min(columns - 1, Math.max(0, to.column)),
  };
}

function target(key: string, { row, column }: Cell, rows: number, columns: number): Cell | null {
  switch (key) {
    case 'ArrowUp':
      return { row: row - 1, column };
    case 'ArrowDown':
      return { row: row + 1, column };
    case 'ArrowLeft':
      return { row, column: column - 1 };
    case 'ArrowRight':
      return { row, column: column + 1 };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    case 'PageUp':
      return { row: 0, column };
    case 'PageDown':
      return { row: rows - 1, column };
    default:
      return null;
  }
}
