import { describe, expect, test } from 'vitest';
import { testGpu } from '../gpu/testing';
import { openHostNn } from '../nn';
import { parseStudyConfig, type StudyEvent, type StudyReport } from '../report';
import { CheckpointStore, type ImportedHead, type SlotStorage } from '../train';
import { runStudy, type StudyWorld } from './runStudy';
import { ENV, tinyEncoder, tinyInput } from './testing';

const CONFIG = {
  ranker: { dimension: 8, steps: 6, batch: 12 },
  student: 'mlp-8',
  methods: ['zero-shot', 'mse', 'ot'],
  distil: { steps: 12, batch: 8, evaluateEvery: 3, epsilon: 0.1, patience: 99 },
  bootstrap: { replicates: 100 },
  groups: { name: 'tiny', high: ['de'], low: ['sw'] },
};

/** Storage that outlives a run. */
class Disk {
  readonly slots = new Map<string, Uint8Array>();
  full = false;

  open = (run: string): CheckpointStore => new CheckpointStore(this.storage(run), run);

  storage(run: string): SlotStorage {
    return {
      read: async (slot) => this.slots.get(`${run}/${slot}`),
      write: async (slot, bytes) => {
        if (this.full) throw new Error('no room');
        if (bytes.length > 0) this.slots.set(`${run}/${slot}`, bytes);
        else this.slots.delete(`${run}/${slot}`);
      },
    };
  }
}

interface Run {
  readonly report: StudyReport | undefined;
  readonly notes: readonly string[];
}

/** Runs the study; `stopAt` cancels it when it says so. */
async function run(
  world: Partial<StudyWorld>,
  stopAt: (event: StudyEvent) => boolean = () => false,
  config: object = {},
  head?: ImportedHead,
): Promise<Run> {
  const gpu = await testGpu();
  using nn = openHostNn('wasm');
  const stop = new AbortController();
  const notes: string[] = [];
  const onEvent = (event: StudyEvent) => {
    if (event.type === 'note') notes.push(event.message);
    if (stopAt(event)) stop.abort(new Error('stopped'));
  };
  const own = { gpu, nn, signal: stop.signal, now: () => 0, onEvent, env: ENV };
  const openEncoder = async () => tinyEncoder;
  const loadWeights = () => Promise.reject(new Error('no layers are trained here'));
  const all = { ...own, openEncoder, loadWeights, layers: 12, ...world };
  try {
    const asked = parseStudyConfig({ ...CONFIG, ...config });
    const report = await runStudy({ ...tinyInput(['en', 'de', 'sw']), head }, asked, all);
    return { report, notes };
  } catch (error) {
    if ((error as Error).message !== 'stopped') throw error;
    return { report: undefined, notes };
  }
}

const at = (stage: string, language: string, step: number) => (event: StudyEvent) =>
  event.type === 'curve' &&
  event.point.stage === stage &&
  event.point.language === language &&
  event.point.step === step;

describe('a study that was stopped', () => {
  test('goes on where it was and reports the same as one that was not', async () => {
    const { report: whole } = await run({});
    const disk = new Disk();
    const world = { checkpoints: disk.open };
    // In the first student, after an evaluation and a step; then in the third student.
    expect((await run(world, at('mse', 'de', 6))).report).toBeUndefined();
    const second = await run(world, at('ot', 'de', 9));
    expect(second.report).toBeUndefined();
    expect(second.notes).toContain('mse, de, seed 1: goes on from step 6 of 12.');
    const third = await run(world);
    expect(third.notes).toEqual([
      'mse, de, seed 1: was trained before; its weights are taken over.',
      'mse, sw, seed 1: was trained before; its weights are taken over.',
      'ot, de, seed 1: goes on from step 9 of 12.',
    ]);
    expect({ ...third.report, timings: {} }).toEqual({ ...whole, timings: {} });
    expect(disk.slots.size, 'nothing is kept of a study that is over').toBe(0);
  });

  test('of another config starts anew', async () => {
    const disk = new Disk();
    const world = { checkpoints: disk.open };
    await run(world, at('mse', 'de', 6));
    const kept = disk.slots.size;
    const distil = { ...CONFIG.distil, learningRate: 2e-3 };
    const { notes } = await run(world, at('mse', 'sw', 6), { distil });
    expect(notes).toEqual([]);
    expect(disk.slots.size).toBeGreaterThan(kept);
  });

  test('with bytes that are damaged on the disk says so and starts that student anew', async () => {
    const { report: whole } = await run({});
    const disk = new Disk();
    const world = { checkpoints: disk.open };
    await run(world, at('mse', 'de', 6));
    for (const bytes of disk.slots.values()) bytes[100]! ^= 1;
    const { report, notes } = await run(world);
    expect(notes).toHaveLength(2);
    expect(notes[0]).toMatch(/^mse, de, seed 1: a checkpoint cannot be read: .*checksum/);
    expect({ ...report, timings: {} }).toEqual({ ...whole, timings: {} });
  });

  test('runs without checkpoints where there is no room for them, and says so once', async () => {
    const disk = new Disk();
    disk.full = true;
    const { report, notes } = await run({ checkpoints: disk.open });
    expect(report?.training).toHaveLength(4);
    expect(notes.filter((note) => note.includes('no room'))).toHaveLength(1);
  });
});

describe('memory', () => {
  const limits = { maxBufferSize: 1e9, maxStorageBufferBindingSize: 1e9, why: 'a small machine' };

  test('is in the report, one entry a kind of student', async () => {
    const { report } = await run({ memory: { ...limits, budget: 1e9 } });
    expect(report?.memory?.limit).toBe('a small machine');
    expect(report?.memory?.students).toEqual([
      {
        student: 'mlp-8',
        batch: 8,
        tokensPerText: 6,
        checkpointing: false,
        bytes: expect.any(Number),
        largestBuffer: expect.any(Number),
      },
    ]);
  });

  test('that is too small stops the study before it trains, with what would fit', async () => {
    const trained: string[] = [];
    const running = run({ memory: { ...limits, budget: 20_000 } }, (event) => {
      if (event.type === 'curve') trained.push(event.point.stage);
      return false;
    });
    await expect(running).rejects.toThrow(
      /^Study: mse does not fit in memory \(a small machine\): .*batch 8.*20000 bytes.*What fits: .*batch 4/,
    );
    expect(trained).toEqual([]);
  });
});

describe('an imported projection', () => {
  const ranker = { loss: 'imported' };
  const values = Float32Array.from({ length: 4 * 16 }, (_, k) => Math.sin(k));
  const head = { values, shape: [4, 16], name: 'head.safetensors, w' };

  test('is the English head, and no ranker is trained', async () => {
    const stages = new Set<string>();
    const config = { ranker, methods: ['encoder-zero-shot', 'zero-shot', 'mse'] };
    const watch = (event: StudyEvent) => {
      if (event.type === 'curve') stages.add(event.point.stage);
      return false;
    };
    const { report } = await run({}, watch, config, head);
    expect([...stages]).toEqual(['mse']);
    const maps = (from: StudyReport | undefined, method: string) =>
      from!.results.filter((row) => row.method === method).map(({ map }) => map);
    const own = maps(report, 'zero-shot');
    expect(own).not.toEqual(maps(report, 'encoder-zero-shot'));
    // Scaled, it ranks the same; another projection does not.
    const change = async (by: (x: number, k: number) => number) =>
      maps((await run({}, watch, config, { ...head, values: values.map(by) })).report, 'zero-shot');
    expect(await change((x) => 2 * x)).toEqual(own);
    expect(await change((_, k) => k % 7)).not.toEqual(own);
  });

  test('that is missing or of another width is refused by name', async () => {
    await expect(run({}, undefined, { ranker })).rejects.toThrow(
      'ranker.loss: imported wants a projection, none was loaded',
    );
    await expect(run({}, undefined, { ranker }, { ...head, shape: [8, 8] })).rejects.toThrow(
      'head.safetensors, w: found [8,8], wanted [outputs, 16]',
    );
  });
});
