import { methodName, type StudyReport, studentStem } from '../../report';

/** A student of a run, and what of its weights is among the run's files. */
export interface RunStudent {
  /** `METHOD.LANGUAGE.SEED`, as its files are named. */
  readonly stem: string;
  /** As a report spells it where there is one; else as files do. */
  readonly method: string;
  /** Null for a joint student, which serves all languages. */
  readonly language: string | null;
  readonly seed: number;
  /** The file of its kept weights. */
  readonly final: string | null;
  /** Files of its weights at evaluations, by step. */
  readonly checkpoints: ReadonlyMap<number, string>;
  /** Whether it was exported as a whole model, as students are that train encoder layers. */
  readonly whole: boolean;
}

/** Weights that can be chosen, or why they cannot. */
export interface HeadOption {
  /** 0 is the start, null the end. */
  readonly step: number | null;
  readonly label: string;
  readonly reason: string | null;
}

type Known = Pick<StudyReport, 'training' | 'curves'>;

const FILE = /^(weights|checkpoints)\/(.+)\.(head\.safetensors|zip)$/;

/** The students of a run: those that have files, and those of its report that have none. */
export function studentsOf(files: readonly string[], report: Known | null): readonly RunStudent[] {
  const found = new Map<string, RunStudent>();
  for (const path of files) {
    const named = nameOf(path);
    if (!named) continue;
    const { kind, step, ...own } = named;
    const old = found.get(own.stem) ?? { ...own, ...NO_FILES };
    const checkpoints =
      step === null ? old.checkpoints : new Map([...old.checkpoints, [step, path]]);
    const final = kind === 'final' ? path : old.final;
    found.set(own.stem, { ...old, checkpoints, final, whole: old.whole || kind === 'whole' });
  }
  for (const { method, language, seed } of report?.training ?? []) {
    const stem = studentStem(method, language, seed);
    found.set(stem, { ...(found.get(stem) ?? { ...NO_FILES, stem, language, seed }), method });
  }
  return [...found.values()];
}

const NO_FILES = { final: null, checkpoints: new Map<number, string>(), whole: false } as const;

function nameOf(path: string) {
  const [, folder, name = '', kind] = FILE.exec(path) ?? [];
  if (!folder) return null;
  const parts = name.split('.').reverse();
  const step = folder === 'checkpoints' ? Number(parts.shift()) : null;
  const [seed = '', language = '', ...method] = parts;
  if (method.length === 0 || !isWhole(seed) || (step !== null && !isWhole(String(step))))
    return null;
  return {
    stem: [...method.toReversed(), language, seed].join('.'),
    method: method.toReversed().join('.'),
    ...{ language: language === 'joint' ? null : language, seed: Number(seed), step },
    kind: kind === 'zip' ? 'whole' : step === null ? 'final' : 'checkpoint',
  } as const;
}

function isWhole(text: string): boolean {
  return /^\d+$/.test(text);
}

/** Whether a student reads texts of a language. */
export function serves({ language: own }: RunStudent, language: string): boolean {
  return own === null || own === language;
}

/** Any file of its weights; each has its teacher's, too. */
export function anyHead({ final, checkpoints }: RunStudent): string | null {
  return final ?? checkpoints.values().next().value ?? null;
}

/**
 * The student for a language: the one that is named, or for another language the same method and seed. Where none is
 * named, transport's of the first seed; a joint student's where no other.
 */
export function chooseStudent(
  students: readonly RunStudent[],
  head: string | null,
  language: string,
): RunStudent | null {
  const fit = students.filter((one) => serves(one, language));
  if (head !== null) {
    const named = students.find(({ stem }) => stem === head);
    const of = named ?? nameOf(`weights/${head}.head.safetensors`);
    const isLike = (one: RunStudent, seed: boolean) =>
      fileMethod(one) === (of && fileMethod(of)) && (!seed || one.seed === of?.seed);
    return (
      fit.find(({ stem }) => stem === head) ??
      fit.find((one) => isLike(one, true)) ??
      fit.find((one) => isLike(one, false)) ??
      null
    );
  }
  return fit.filter((one) => anyHead(one) !== null).toSorted(byPreference)[0] ?? null;
}

function byPreference(a: RunStudent, b: RunStudent): number {
  const rank = ({ stem }: RunStudent) =>
    stem.startsWith('ot.') ? 0 : stem.startsWith('ot') ? 1 : 2;
  const joint = ({ language }: RunStudent) => Number(language === null);
  const order = joint(a) - joint(b) || rank(a) - rank(b) || a.seed - b.seed;
  return order || (a.stem < b.stem ? -1 : 1);
}

function fileMethod({ stem }: Pick<RunStudent, 'stem'>): string {
  return stem.split('.').slice(0, -2).join('.');
}

/** The file of a student's weights after a step. @throws Error saying what there is instead. */
export function headFile(student: RunStudent, step: number | null): string {
  const { stem, final, checkpoints, whole } = student;
  if (whole && final === null)
    throw new Error(`${stem} is kept as a whole model; only heads can be shown here.`);
  const path =
    step === 0 ? anyHead(student) : step === null ? final : (checkpoints.get(step) ?? null);
  if (path !== null) return path;
  if (anyHead(student) === null)
    throw new Error(
      `The run has no weights of ${stem}: train it here, or import a bundle with weights.`,
    );
  const kept = [...checkpoints.keys()].sort((a, b) => a - b).join(', ') || 'none';
  const wanted = step === null ? 'its last weights' : `its weights at step ${step}`;
  throw new Error(`The run has not kept ${wanted} of ${stem}; steps that were kept: ${kept}.`);
}

/** Start, evaluations and end of a student's training, each with why it cannot be had where it cannot. */
export function headOptions(student: RunStudent, report: Known | null): readonly HeadOption[] {
  const { checkpoints, final, stem } = student;
  const evaluated = (report?.curves ?? []).filter(
    ({ stage, language, seed, devMap }) =>
      devMap !== null && stage !== 'ranker' && studentStem(stage, language, seed) === stem,
  );
  const steps = new Set([...checkpoints.keys(), ...evaluated.map(({ step }) => step)]);
  const none = anyHead(student) === null ? 'no weights in the run' : null;
  const row = report?.training.find(
    ({ method, language, seed }) => studentStem(method, language, seed) === stem,
  );
  const best = row ? (row.chosen === 0 ? ': the start was best' : `: step ${row.chosen}`) : '';
  return [
    { step: 0, label: 'Initial head', reason: none },
    ...[...steps]
      .filter((step) => step > 0)
      .sort((a, b) => a - b)
      .map((step) => ({
        ...{ step, label: `Step ${step}` },
        reason: checkpoints.has(step) ? null : 'weights not kept',
      })),
    {
      ...{ step: null, label: `Final${best}` },
      reason: final === null ? (none ?? 'not in the run') : null,
    },
  ];
}

/** `Optimal transport, seed 1`, and why it cannot be shown where it cannot. */
export function studentLabel(student: RunStudent): string {
  const { method, seed, language, whole } = student;
  const joint = language === null ? ', joint' : '';
  const reason = whole
    ? ' (a whole model, not a head)'
    : anyHead(student) === null
      ? ' (no weights in the run)'
      : '';
  return `${methodName(method)}${joint}, seed ${seed}${reason}`;
}
