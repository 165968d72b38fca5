import type { AlignProblem } from '../alignProblem';
import type { Engine } from '../engine';
import type { Look } from '../look/look';
import type { RunCommands } from '../runs/runCommands';
import type { HeadChoice } from './heads';
import { chooseStudent, headFile, studentsOf } from './runStudents';

/** The pair as the student of a run sees it, and the student's name. */
export interface StudentView {
  readonly problem: AlignProblem;
  /** Null where the encoder's own vectors are shown. */
  readonly student: string | null;
}

/** What is known of one pair. */
interface Seen {
  readonly problem: AlignProblem;
  readonly views: Map<string, Promise<StudentView>>;
  readonly encoded: Map<string, ReturnType<Engine['encode']>>;
}

/** What turns a problem into the one that a run's student sees; what was seen of the last pair is kept. */
export function studentViews(
  engine: Pick<Engine, 'studentVectors' | 'encode'>,
  runs: Pick<RunCommands, 'file' | 'find'>,
): (problem: AlignProblem, look: Look, choice: HeadChoice) => Promise<StudentView> {
  let seen: Seen | null = null;

  const read = async (
    id: string,
    { head, step }: HeadChoice,
    { problem, views, encoded }: Seen,
  ) => {
    const { language } = problem.columns;
    const run = await runs.find(id);
    if (!run) throw new Error(`The run ${id} is not in this browser: import its bundle.`);
    const { summary, report } = run;
    const student = chooseStudent(studentsOf(summary.files, report), head, language);
    if (!student)
      throw new Error(
        head === null
          ? `The run ${summary.name} has no head for ${language}: train it here, or import a bundle with weights.`
          : `The run ${summary.name} has no student like ${head} for ${language}: choose another.`,
      );
    const path = headFile(student, step);
    const name = `${id} ${path} ${step === 0 ? 'start' : 'end'}`;
    return once(views, name, async () => {
      const file = await runs.file(id, path);
      if (!file) throw new Error(`The file ${path} of the run ${summary.name} is gone.`);
      const { layer } = report.config;
      const [x, y] = await once(encoded, String(layer), () =>
        engine.encode([problem.rows.text, problem.columns.text], layer),
      );
      const source = {
        path: path.replace(/^.*\//, ''),
        files: [{ path, bytes: new Uint8Array(await file.arrayBuffer()) }],
      };
      const pair = { x: x!.vectors, y: y!.vectors, d: x!.dimension };
      const found = await engine.studentVectors(source, pair, step === 0 ? 'start' : 'end');
      const vectors = { ...found, n: x!.pieces.length, m: y!.pieces.length };
      const at = step === 0 ? ' at the start' : step === null ? '' : ` at step ${step}`;
      return { problem: { ...problem, vectors }, student: `${student.stem}${at}` };
    });
  };
  return async (problem, { a, b }, choice) => {
    if (choice.side === 'none') return { problem, student: null };
    const run = choice.side === 'a' ? a : b;
    if (run === null)
      throw new Error(`No run ${choice.side.toUpperCase()} is chosen: pin one on Runs.`);
    if (seen?.problem !== problem) seen = { problem, views: new Map(), encoded: new Map() };
    return read(run, choice, seen);
  };
}

/** Asks once; what failed is asked again. */
function once<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const old = known.get(key);
  if (old) return old;
  const asked = ask();
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}
