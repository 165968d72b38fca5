import { describe, expect, test } from 'vitest';
import { DeviceLostError } from '../../gpu';
import { Rng } from '../../lib';
import { type HostNn, type NnOps, openHostNn } from '../../nn';
import { parseLoss } from '../losses';
import type { StudentSpec } from '../students/types';
import type { DistilProblem, TrainHooks, TrainSettings } from '../types';
import { INPUTS, TINY_SETTINGS, tinyHooks, tinyProblem } from './problem.testing';
import type { TrainingState } from './state';
import { trainStudent } from './trainStudent';

interface Options {
  readonly kind?: 'wasm' | 'float64';
  readonly ops?: NnOps;
  readonly loss?: string;
  readonly spec?: StudentSpec;
  readonly settings?: Partial<TrainSettings>;
  readonly problem?: DistilProblem;
  readonly hooks?: Partial<TrainHooks>;
}

async function train(options: Options = {}) {
  const { kind = 'wasm', loss = 'mse', spec = { kind: 'linear' } as const } = options;
  using own = openHostNn(kind);
  const trained = await trainStudent(
    options.ops ?? own,
    options.problem ?? tinyProblem(),
    spec,
    parseLoss(loss),
    { ...TINY_SETTINGS, ...options.settings },
    new Rng(1),
    tinyHooks(options.hooks),
  );
  expect(own.liveArrays).toBe(0);
  return trained;
}

/** Dev MAP that is given by step: the first before any step. */
function devMaps(values: readonly number[]): Partial<TrainHooks> {
  let at = 0;
  return { evaluate: async () => ({ devMap: values[at++]!, byLanguage: {} }) };
}

/** W `[8, 8]`, the identity: orthonormal at the start. */
function squareTeacher() {
  const head = Float32Array.from({ length: INPUTS * INPUTS }, (_, at) =>
    at % (INPUTS + 1) === 0 ? 1 : 0,
  );
  return { head, inputs: INPUTS, outputs: INPUTS };
}

/** The student's English states through that W, near enough for a target: unit rows. */
function squareEnglish({ englishTexts }: DistilProblem) {
  const vectors = englishTexts!.states!.slice();
  for (let at = 0; at < vectors.length; at += INPUTS) {
    const row = vectors.subarray(at, at + INPUTS);
    const norm = Math.hypot(...row);
    row.set(row.map((value) => value / norm));
  }
  return { vectors, dimension: INPUTS };
}

/** `|W W^T - I|^2`. */
function offOrthonormal(w: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < INPUTS; i++)
    for (let j = 0; j < INPUTS; j++) {
      let dot = i === j ? -1 : 0;
      for (let k = 0; k < INPUTS; k++) dot += w[i * INPUTS + k]! * w[j * INPUTS + k]!;
      sum += dot * dot;
    }
  return sum;
}

describe('trainStudent', () => {
  test.each([
    ['mse', { kind: 'linear' }],
    ['ot', { kind: 'mlp', hidden: 8 }],
    ['greedy', { kind: 'low-rank', rank: 2 }],
    ['ot+0.5*mse', { kind: 'orthogonal' }],
  ] as const)('%s falls', async (loss, spec) => {
    const settings = { steps: 60, learningRate: 0.02, batch: 10, schedule: 'constant' } as const;
    const { curve, ended } = await train({ loss, spec, settings });
    expect(curve.at(-1)!.loss).toBeLessThan(0.8 * curve[0]!.loss);
    expect(ended.kind).toBe('steps');
  });

  test('float32 follows float64', async () => {
    const settings = { steps: 6, epsStart: 0.3, epsSteps: 4, weightDecay: 0.01 };
    const loss = 'ot+0.5*mse';
    const [a, b] = [
      await train({ loss, settings }),
      await train({ loss, settings, kind: 'float64' }),
    ];
    a.curve.forEach(({ loss: got }, k) => {
      expect(Math.abs(got - b.curve[k]!.loss)).toBeLessThan(2e-7); // measured 8e-8 on a device, 2e-8 in WASM
    });
  });

  test('keeps the best weights, the start among them', async () => {
    const best = await train({ hooks: devMaps([0.3, 0.5, 0.4, 0.4]) });
    expect([best.step, best.devMap, best.steps]).toEqual([4, 0.5, 12]);
    const start = await train({ hooks: devMaps([0.6, 0.5, 0.55, 0.5]) });
    expect([start.step, start.devMap]).toEqual([0, 0.6]);
    expect(start.snapshot.values.get('head.w')).toEqual(tinyProblem().teacher.head);
  });

  test('a dev MAP that is no number is no better than one that is; without any the latest is kept', async () => {
    const best = await train({ hooks: devMaps([0.3, 0.5, Number.NaN, 0.4]) });
    expect([best.step, best.devMap]).toEqual([4, 0.5]);
    const none = await train({ hooks: devMaps([Number.NaN, Number.NaN, Number.NaN, Number.NaN]) });
    expect([none.step, none.devMap]).toEqual([12, Number.NaN]);
  });

  test('patience ends it, with the reason', async () => {
    const { ended, steps } = await train({
      settings: { patience: 2 },
      hooks: devMaps([0.6, 0.5, 0.5]),
    });
    expect(ended).toEqual({
      kind: 'patience',
      reason: 'Stopped at step 8: 2 evaluations in a row without a better dev MAP.',
    });
    expect(steps).toBe(8);
  });

  test('a run on the host hears in the midst of its steps that it shall stop, and keeps its state', async () => {
    const abort = new AbortController();
    const states: TrainingState[] = [];
    const stop = () => abort.abort(new Error('stopped from outside'));
    const stopped = train({
      settings: { steps: 50_000, evaluateEvery: 50_000, readEvery: 50_000 },
      hooks: {
        signal: abort.signal,
        checkpoint: async (state) => {
          if (states.push(state) === 1) setTimeout(stop, 0); // the next turn of the event loop
        },
      },
    });
    await expect(stopped).rejects.toThrow('stopped from outside');
    expect(states.at(-1)!.step).toBeGreaterThan(0);
    expect(states.at(-1)!.step).toBeLessThan(50_000);
  });

  test('no steps: the start', async () => {
    const { step, steps, curve } = await train({ settings: { steps: 0 } });
    expect([step, steps, curve]).toEqual([0, 0, []]);
  });

  test('a bitext of 3 lines and a batch of 48', async () => {
    const problem = tinyProblem(['th'], 3);
    const { curve } = await train({ problem, loss: 'ot', settings: { batch: 48 } });
    expect(curve.at(-1)!.loss).toBeLessThan(curve[0]!.loss);
  });

  test('accumulating two batches is one batch of both', async () => {
    const problem = tinyProblem(['th'], 8);
    const settings = { steps: 1, clip: 0.01 } as const;
    const whole = await train({ problem, settings: { ...settings, batch: 8 } });
    const halves = await train({ problem, settings: { ...settings, batch: 4, accumulate: 2 } });
    const [a, b] = [whole, halves].map(({ snapshot }) => [...snapshot.values.get('head.w')!]);
    a!.forEach((value, k) => {
      expect(Math.abs(value - b![k]!)).toBeLessThan(1e-4);
    });
    expect(halves.curve[0]!.loss).toBeCloseTo(whole.curve[0]!.loss, 5);
  });

  test('the source term holds the English side', async () => {
    const english = tinyProblem(['th']);
    const loss = { ...TINY_SETTINGS.loss, sourceTerm: true };
    const settings = { loss, steps: 1, evaluateEvery: 1 };
    const withTerm = await train({ settings, problem: english });
    const { englishTexts: _, ...without } = english;
    const plain = await train({ settings, problem: without });
    // At the start the student's English is the teacher's: no loss of its own yet.
    expect(withTerm.curve[0]!.loss).toBeCloseTo(plain.curve[0]!.loss, 5);
    const later = { loss, steps: 30, batch: 10 };
    const [held, free] = [
      await train({ settings: later, problem: english }),
      await train({ settings: later, problem: without }),
    ];
    expect(held.curve.at(-1)!.loss).toBeGreaterThan(free.curve.at(-1)!.loss);
  });

  test.each([
    ['pull', 10],
    ['orthogonality', 10],
    ['centring', 5],
    ['columnEntropy', 5],
  ] as const)('%s changes what is learnt', async (name, weight) => {
    const tiny = tinyProblem(['th']);
    const english = { ...tiny.english, ...squareEnglish(tiny) };
    const problem = { ...tiny, teacher: squareTeacher(), english };
    const regularised = { ...TINY_SETTINGS.regularisers, [name]: weight };
    const plain = await train({ problem, settings: { clip: 0 } });
    const held = await train({ problem, settings: { clip: 0, regularisers: regularised } });
    const off = (trained: typeof plain) => offOrthonormal(trained.snapshot.values.get('head.w')!);
    if (name === 'orthogonality') expect(off(held)).toBeLessThan(0.9 * off(plain));
    else expect(held.curve.at(-1)!.loss).toBeGreaterThan(plain.curve.at(-1)!.loss);
  });

  test('reads the loss every k steps, at step 1 and where it evaluates', async () => {
    const { curve } = await train({ settings: { readEvery: 5, evaluateEvery: 6 } });
    expect(curve.map(({ step }) => step)).toEqual([1, 5, 6, 10, 12]);
    expect(curve.map(({ devMap }) => devMap !== null)).toEqual([false, false, true, false, true]);
  });

  test('no pair is a RangeError that names the languages', async () => {
    const problem = tinyProblem(['th'], 0);
    await expect(train({ problem })).rejects.toThrow(RangeError);
    await expect(train({ problem })).rejects.toThrow('no translation pair');
  });
});

describe('divergence', () => {
  test('a learning rate beyond float32 ends the run, with its last good weights and the reason', async () => {
    const { ended, step, snapshot } = await train({
      settings: { learningRate: 1e38, warmup: 0, clip: 0 },
    });
    expect(ended.kind).toBe('diverged');
    expect(ended.reason).toMatch(
      /^Training diverged at step \d+: .*Try a smaller learning rate\.$/,
    );
    expect(step).toBe(0);
    expect(snapshot.values.get('head.w')).toEqual(tinyProblem().teacher.head);
  });

  test('weights that the last step made infinite are not the best, whatever dev MAP says', async () => {
    const settings = { learningRate: 1e39, warmup: 0, evaluateEvery: 1 };
    const { ended, step } = await train({ settings, hooks: devMaps([0.5, 0.6]) });
    expect(ended.reason).toContain('the weights are not finite');
    expect(step).toBe(0);
  });

  test('bounded losses: dev MAP is the witness', async () => {
    const settings = { learningRate: 50, warmup: 0, evaluateEvery: 2 };
    const { ended, step } = await train({ settings, hooks: devMaps([0.8, 0.1]) });
    expect(ended.reason).toMatch(
      /^Training diverged at step 2: .* dev MAP fell from 0.800 to 0.100/,
    );
    expect(step).toBe(0);
  });

  test('a joint student whose second language loses far more than the first has not diverged', async () => {
    const tiny = tinyProblem();
    const [near, far] = tiny.languages;
    const wrong = { ...far!, english: far!.english.toReversed() };
    const same = { ...near!, texts: tiny.englishTexts! };
    const settings = { warmup: 0, learningRate: 1e-5, readEvery: 3 };
    const problem = { ...tiny, languages: [same, wrong] };
    const { ended, curve } = await train({ problem, settings, loss: 'infonce' });
    expect(curve.some(({ loss }) => loss > 10 * curve[0]!.loss + 0.1)).toBe(true);
    expect(ended.kind).toBe('steps');
    expect(curve.map(({ step }) => step)).toEqual([1, 3, 4, 6, 8, 9, 12]);
  });

  test('an orthogonal map that cannot be retracted is divergence, no crash', async () => {
    const settings = { learningRate: 1e38, warmup: 0, clip: 0 };
    const { ended } = await train({ spec: { kind: 'orthogonal' }, settings });
    expect(ended.kind).toBe('diverged');
  });
});

describe('pause and resume', () => {
  const specs: StudentSpec[] = [{ kind: 'linear' }, { kind: 'mlp', hidden: 4 }];
  const settings = { sampling: 'need', accumulate: 2, batchTokens: 11 } as const;

  test.each(specs)('$kind: the curve goes on bit for bit', async (spec) => {
    const whole = await train({ spec, settings });
    const abort = new AbortController();
    let saved: TrainingState | undefined;
    const paused = train({
      spec,
      settings,
      hooks: {
        signal: abort.signal,
        checkpoint: async (state) => {
          saved = state;
        },
        onPoint: ({ step }) => {
          if (step === 7) abort.abort(new Error('paused'));
        },
      },
    });
    await expect(paused).rejects.toThrow('paused');
    expect(saved?.step).toBe(7);
    const points: number[] = [];
    const resumed = await train({
      spec,
      settings,
      hooks: {
        resume: structuredClone(saved!),
        onPoint: ({ step }) => points.push(step),
        // The hooks of a new process: evaluations go on counting where they were.
        ...devMaps([0.52, 0.53]),
      },
    });
    expect(resumed.curve).toEqual(whole.curve);
    expect([...resumed.snapshot.values]).toEqual([...whole.snapshot.values]);
    expect(points).toEqual(whole.curve.map(({ step }) => step));
  });

  test('what a store keeps of a run that has ended gives its result again', async () => {
    let saved: TrainingState | undefined;
    const checkpoint = async (state: TrainingState) => {
      saved = state;
    };
    const { millisecondsPerStep: _, ...whole } = await train({ hooks: { checkpoint } });
    const resume = { ...saved!, parameters: new Map() };
    expect(await train({ hooks: { resume } })).toEqual({ ...whole, millisecondsPerStep: 0 });
    const { ended: __, ...goesOn } = resume;
    await expect(train({ hooks: { resume: goesOn } })).rejects.toThrow('has no head.w');
  });

  test('a checkpoint of another run is refused', async () => {
    let saved: TrainingState | undefined;
    const checkpoint = async (state: TrainingState) => {
      saved = state;
    };
    await train({ hooks: { checkpoint } });
    const other = train({ hooks: { resume: saved! }, settings: { learningRate: 0.5 } });
    await expect(other).rejects.toThrow('This checkpoint is of another run');
  });
});

describe('a lost device', () => {
  /** A backend whose products throw from the `count`-th on, as a lost device's do. */
  function losing(count: number): NnOps {
    let left = count;
    const wrap = (ops: NnOps): NnOps =>
      new Proxy(ops as HostNn, {
        get(target, key) {
          if (key === 'open') return () => wrap(target.open());
          if (key === 'linear' && --left < 0) throw new DeviceLostError('unknown', 'unplugged');
          const value = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }) as NnOps;
    return wrap(openHostNn('wasm'));
  }

  test('goes on from the last checkpoint on a new backend, with the identical curve', async () => {
    const whole = await train();
    const steps: number[] = [];
    let opened = 0;
    using fresh = openHostNn('wasm');
    const after = await train({
      ops: losing(6), // in step 7, after the checkpoint of step 4
      hooks: {
        reopen: async () => {
          opened += 1;
          return fresh;
        },
        onPoint: ({ step }) => steps.push(step),
      },
    });
    expect(opened).toBe(1);
    expect(after.curve).toEqual(whole.curve);
    expect(steps).toEqual(whole.curve.map(({ step }) => step));
    expect([...after.snapshot.values]).toEqual([...whole.snapshot.values]);
  });

  test('without a way to open another the loss is thrown', async () => {
    await expect(train({ ops: losing(6) })).rejects.toThrow(DeviceLostError);
  });

  test('lost twice from the same checkpoint is given up', async () => {
    const reopen = async () => losing(1);
    await expect(train({ ops: losing(6), hooks: { reopen } })).rejects.toThrow(DeviceLostError);
  });
});
