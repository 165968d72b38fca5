import { type App, EPSILON, type Mode } from '../../app';
import type { Command } from './command';

const MODES: readonly { readonly mode: Mode; readonly key: string; readonly label: string }[] = [
  { mode: 'cost', key: 'C', label: 'Show the cost' },
  { mode: 'plan', key: 'P', label: 'Show the plan' },
  { mode: 'product', key: 'M', label: 'Show plan × cost' },
  { mode: 'difference', key: 'D', label: 'Show A − B' },
  { mode: 'gradient', key: 'G', label: 'Show where the student would move' },
];

/** A step of ε on its logarithmic scale. */
const STEP = 1.25;

/** What can be done on the Align screen. */
export function alignKeys(app: App): Command[] {
  const group = 'Align';
  const when: Command['when'] = ({ view }) => view === 'align';
  const scaleEpsilon = (factor: number) => {
    const { epsilon } = app.store.getState().look;
    const scaled = Math.min(EPSILON.most, Math.max(EPSILON.least, epsilon * factor));
    app.look.set({ epsilon: Number(scaled.toPrecision(3)) });
  };
  const step = (by: number) => {
    const { align, look } = app.store.getState();
    if (look.source === 'corpus') {
      void app.align.list.step(by);
      return;
    }
    const pairs = align.sample?.pairs ?? [];
    const at = Math.max(
      0,
      pairs.findIndex(({ id }) => id === look.pair),
    );
    const next = pairs[(at + by + pairs.length) % pairs.length];
    if (next) app.look.set({ pair: next.id });
  };
  return [
    ...MODES.map(
      ({ mode, key, label }): Command => ({
        ...{ id: `mode-${mode}`, label, group, when, keys: [key] },
        run: () => app.look.set({ mode }),
      }),
    ),
    {
      ...{ id: 'slots', label: 'Outline slots', group, when, keys: ['S'] },
      run: () => app.look.set({ slots: !app.store.getState().look.slots }),
    },
    {
      ...{ id: 'unit', label: 'Words or subwords', group, when, keys: ['W'] },
      run: () => {
        const unit = app.store.getState().look.unit === 'word' ? 'subword' : 'word';
        app.look.set({ unit, pin: null, pin2: null });
      },
    },
    {
      ...{ id: 'ribbons', label: 'Heatmap or ribbons', group, when, keys: ['R'] },
      run: () => {
        const { shape } = app.store.getState().look;
        app.look.set({ shape: shape === 'ribbons' ? 'heatmap' : 'ribbons' });
      },
    },
    {
      ...{ id: 'keep', label: 'Keep what is shown as A', group, when, keys: ['K'] },
      run: () => app.align.keep(app.store.getState().align.solved),
    },
    {
      ...{ id: 'clear', label: 'Let go of pinned rows', group, when, keys: ['Escape'] },
      run: () => app.align.clear(),
    },
    {
      ...{ id: 'previous', label: 'Previous pair of sentences', group, when, keys: ['['] },
      run: () => step(-1),
    },
    {
      ...{ id: 'next', label: 'Next pair of sentences', group, when, keys: [']'] },
      run: () => step(1),
    },
    {
      ...{ id: 'sharper', label: 'Smaller ε: a sharper plan', group, when, keys: ['-'] },
      run: () => scaleEpsilon(1 / STEP),
    },
    {
      ...{ id: 'softer', label: 'Larger ε: a softer plan', group, when, keys: ['='] },
      run: () => scaleEpsilon(STEP),
    },
  ];
}
