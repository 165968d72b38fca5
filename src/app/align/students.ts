import type { AlignProblem } from '../alignProblem';
import type { Engine } from '../engine';
import type { Look } from '../look/look';
import type { RunCommands } from '../runs/runCommands';
import type { AppStore } from '../store';

/** The pair as the student of a run sees it, and the student's name. */
export interface StudentView {
  readonly problem: AlignProblem;
  /** Null where the encoder's own vectors are shown. */
  readonly student: string | null;
}

const HEAD = /^weights\/(.+)\.head\.safetensors$/;

/** The head for a language: transport's where there is one, of the first seed; a joint student's where no other. */
export function headFile(files: readonly string[], language: string): string | undefined {
  const rank = (name: string) => (name.startsWith('ot.') ? 0 : name.startsWith('ot') ? 1 : 2);
  return files
    .flatMap((path) => {
      const stem = HEAD.exec(path)?.[1];
      const [seed, of, ...method] = stem?.split('.').reverse() ?? [];
      const fits = of === language || of === 'joint';
      return stem && seed && method.length > 0 && fits
        ? [{ path, stem, joint: of === 'joint', seed: Number(seed) }]
        : [];
    })
    .sort(
      (a, b) =>
        Number(a.joint) - Number(b.joint) ||
        rank(a.stem) - rank(b.stem) ||
        a.seed - b.seed ||
        (a.stem < b.stem ? -1 : 1),
    )[0]?.path;
}

/** What turns a problem into the one that a run's student sees. */
export function studentViews(
  store: AppStore,
  engine: Pick<Engine, 'studentVectors' | 'encode'>,
  runs: Pick<RunCommands, 'file'>,
): (problem: AlignProblem, look: Look) => Promise<StudentView> {
  let last: { problem: AlignProblem; key: string; view: Promise<StudentView> } | null = null;

  const read = async (problem: AlignProblem, run: string): Promise<StudentView> => {
    const { language } = problem.columns;
    const { list, reports } = store.getState().runs;
    const summary = list.find(({ id }) => id === run);
    const path = headFile(summary?.files ?? [], language);
    const file = path && (await runs.file(run, path));
    if (!path || !file)
      throw new Error(
        `The run ${summary?.name ?? run} has no head for ${language}: train it here, or import a bundle with weights.`,
      );
    const layer = reports[run]?.config.layer ?? store.getState().align.sample?.layer ?? 6;
    const [x, y] = await engine.encode([problem.rows.text, problem.columns.text], layer);
    const name = path.replace(/^weights\//, '');
    const source = {
      path: name,
      files: [{ path: name, bytes: new Uint8Array(await file.arrayBuffer()) }],
    };
    const found = await engine.studentVectors(source, {
      ...{ x: x!.vectors, y: y!.vectors, d: x!.dimension },
    });
    const vectors = { ...found, n: x!.pieces.length, m: y!.pieces.length };
    return {
      problem: { ...problem, vectors },
      student: name.replace(/\.head\.safetensors$/, ''),
    };
  };
  return (problem, { student, a, b }) => {
    if (student === 'none') return Promise.resolve({ problem, student: null });
    const run = student === 'a' ? a : b;
    if (run === null)
      return Promise.reject(
        new Error(`No run ${student.toUpperCase()} is chosen: pin one on Runs.`),
      );
    if (last?.problem !== problem || last.key !== run) {
      const view = read(problem, run);
      last = { problem, key: run, view };
      view.catch(() => {
        last = null;
      });
    }
    return last.view;
  };
}
