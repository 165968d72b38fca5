const PATHS = {
  align: 'M3 3h5v5H3zM10 10h5v5h-5zM17 17h5v5h-5zM17 3h5v5h-5zM3 17h5v5H3z',
  data: 'M4 6c0-3 16-3 16 0v12c0 3-16 3-16 0zM4 6c0 3 16 3 16 0M4 12c0 3 16 3 16 0',
  train: 'M3 21V3M3 21h18M6 8c3 8 7 9 14 9.5',
  gap: 'M4 7h16M4 17h16M8 4.5v5M17 4.5v5M6 14.5v5M13 14.5v5',
  runs: 'M4 6h3M10 6h10M4 12h3M10 12h10M4 18h3M10 18h10',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M15.5 15.5L21 21',
  share:
    'M9 12a3 3 0 1 0-6 0a3 3 0 1 0 6 0M21 5a3 3 0 1 0-6 0a3 3 0 1 0 6 0M21 19a3 3 0 1 0-6 0a3 3 0 1 0 6 0M8.6 10.5l6.8-4M8.6 13.5l6.8 4',
  help: 'M9 9c0-4 6.5-4 6.5 0c0 3-3.5 2.5-3.5 6M12 19v.5',
  download: 'M12 3v12M7 10l5 5l5-5M4 20h16',
  light:
    'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  dark: 'M20 14A8.5 8.5 0 1 1 10 4a7 7 0 0 0 10 10z',
  auto: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 3v18M12 7h7M12 12h9M12 17h7',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon; always beside a text or a label, so it is hidden from screen readers. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
