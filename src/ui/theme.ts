import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const FONT = "'Noto Sans Variable', 'Noto Sans Thai Variable', 'Noto Sans', system-ui, sans-serif";

/** A quiet blue-green, the middle of the heatmap's ramp. */
const bench: MantineColorsTuple = [
  '#e9f5f7',
  '#d5e8ec',
  '#a8d0d9',
  '#78b6c5',
  '#51a1b4',
  '#3a94a9',
  '#2b8aa0',
  '#1b6f83',
  '#145f71',
  '#0b4c5b',
];

/** Mantine's dark greys with the page's hue. */
const dark: MantineColorsTuple = [
  '#e6eaed',
  '#b8c1c8',
  '#8c98a2',
  '#66727b',
  '#3d474e',
  '#30383e',
  '#242b30',
  '#1b2024',
  '#14181b',
  '#0f1214',
];

export const theme = createTheme({
  fontFamily: FONT,
  headings: { fontFamily: FONT, fontWeight: '620' },
  colors: { bench, dark },
  primaryColor: 'bench',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** The page's own surfaces; all text colours on them keep a contrast of 4.5:1 or more. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f8f8',
    '--mantine-color-dimmed': '#55606a',
    '--mantine-color-placeholder': '#66717b',
    '--ob-panel': '#ffffff',
    '--ob-line': '#dde2e5',
    '--ob-grid': '#e6eaec',
    '--ob-ink': '#1b2126',
    '--ob-soft': '#55606a',
    '--ob-accent': '#0b4c5b',
    '--ob-tint': '#e9f3f5',
    '--ob-warn': '#8a4b00',
    '--ob-warn-tint': '#fff4e0',
    '--ob-good': '#1d6b3a',
    '--ob-bad': '#a61b1b',
    '--ob-bad-tint': '#fdeeee',
    '--ob-cursor': '#c2410c',
    '--ob-slot': '#6d28d9',
    '--ob-gold': '#b45309',
  },
  dark: {
    '--mantine-color-body': '#14181b',
    '--mantine-color-dimmed': '#a4afb8',
    '--mantine-color-placeholder': '#8c98a2',
    '--ob-panel': '#1b2024',
    '--ob-line': '#30383e',
    '--ob-grid': '#2a3136',
    '--ob-ink': '#e6eaed',
    '--ob-soft': '#a4afb8',
    '--ob-accent': '#8fd0de',
    '--ob-tint': '#1d2f36',
    '--ob-warn': '#ffb866',
    '--ob-warn-tint': '#35260f',
    '--ob-good': '#7fd39b',
    '--ob-bad': '#ff9d9d',
    '--ob-bad-tint': '#371b1d',
    '--ob-cursor': '#ff9d5c',
    '--ob-slot': '#c4a7ff',
    '--ob-gold': '#ffd24d',
  },
});
