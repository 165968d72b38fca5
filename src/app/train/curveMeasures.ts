/** What curves are of, as tables and files name it. */
export const CURVE_VALUES = {
  loss: { key: 'loss', label: 'Loss', digits: 4 },
  marginalError: { key: 'marginal_error', label: 'Marginal error', digits: 6 },
  map: { key: 'map_x100', label: 'MAP × 100', digits: 1 },
  gap: { key: 'gap_x100', label: 'Gap × 100', digits: 1 },
} as const;
