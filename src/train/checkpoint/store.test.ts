import { describe, expect, test } from 'vitest';
import { Rng } from '../../lib';
import type { TrainingState } from '../trainer/state';
import { decodeCheckpoint, encodeCheckpoint } from './encode';
import { CheckpointStore, type Slot, type SlotStorage } from './store';

function stateAt(step: number): TrainingState {
  const rng = new Rng(step);
  return {
    fingerprint: 'abc',
    step,
    parameters: new Map([
      [
        'head.w',
        { w: Float32Array.of(1, Number.NaN, step), m: new Float32Array(3), v: new Float32Array(3) },
      ],
      [
        'layer/0.b',
        { w: Float64Array.of(Math.PI), m: Float64Array.of(1e-300), v: Float64Array.of(0) },
      ],
    ]),
    batches: {
      drawn: step,
      languages: rng.state(),
      epochs: [{ rng: rng.fork('th').state(), taken: 3 }],
    },
    dropout: rng.fork('dropout').state(),
    best: {
      step: 0,
      devMap: Number.NaN,
      snapshot: {
        spec: { kind: 'low-rank', rank: 2 },
        values: new Map([['head.w', Float32Array.of(4, 5, 6)]]),
      },
    },
    worse: 2,
    startMap: Number.NaN,
    byLanguage: { th: Number.NEGATIVE_INFINITY, de: 0.5 },
    firstLoss: 0.1,
    worstFirstLoss: 0.2,
    curve: [{ step: 1, loss: 0.1, devMap: null }],
    ended: { kind: 'patience', reason: 'enough' },
  };
}

class Memory implements SlotStorage {
  readonly slots: (Uint8Array | undefined)[] = [];
  /** Slots in the order of their writes. */
  readonly written: Slot[] = [];
  /** Bytes after which the next write breaks off. */
  tearAt: number | undefined;

  write = async (slot: Slot, bytes: Uint8Array) => {
    this.written.push(slot);
    this.slots[slot] = bytes.slice(0, this.tearAt);
    if (this.tearAt !== undefined) throw new Error('power cut');
  };

  read = async (slot: Slot) => this.slots[slot];
}

describe('a checkpoint', () => {
  test('gives the state back exactly', async () => {
    const state = stateAt(7);
    const bytes = await encodeCheckpoint({ sequence: 3, state });
    expect(await decodeCheckpoint(bytes, 'test')).toEqual({ sequence: 3, state });
  });

  test('any bit that is flipped and any cut is noticed', async () => {
    const bytes = await encodeCheckpoint({ sequence: 3, state: stateAt(7) });
    for (let at = 0; at < bytes.length; at += 97) {
      const flipped = bytes.slice();
      flipped[at]! ^= 1 << (at % 8);
      await expect(decodeCheckpoint(flipped, 'slot'), `byte ${at}`).rejects.toThrow(/^slot: /);
      await expect(decodeCheckpoint(bytes.slice(0, at), 'slot')).rejects.toThrow(/^slot: /);
    }
    await expect(decodeCheckpoint(bytes.slice(0, -1), 'slot')).rejects.toThrow('damaged');
    await expect(decodeCheckpoint(bytes.slice(0, 20), 'slot')).rejects.toThrow('cut off');
  });
});

describe('CheckpointStore', () => {
  test('writes the slots in turn and reads the newest', async () => {
    const memory = new Memory();
    const store = new CheckpointStore(memory);
    expect(await store.load()).toEqual({ state: undefined, problems: [] });
    for (const step of [1, 2, 3]) await store.save(stateAt(step));
    expect(memory.written).toEqual([0, 1, 0]);
    expect((await new CheckpointStore(memory).load()).state).toEqual(stateAt(3));
  });

  test('a new store goes on in the slot of the older checkpoint', async () => {
    const memory = new Memory();
    for (const step of [1, 2, 3]) await new CheckpointStore(memory).save(stateAt(step));
    expect(memory.written).toEqual([0, 1, 0]);
    expect((await new CheckpointStore(memory).load()).state?.step).toBe(3);
  });

  test('a torn write leaves the one before, is told, and its slot is the next to be written', async () => {
    const memory = new Memory();
    const store = new CheckpointStore(memory, 'ot, seed 1');
    for (const step of [1, 2]) await store.save(stateAt(step));
    memory.tearAt = 300;
    await expect(store.save(stateAt(3))).rejects.toThrow('power cut');
    memory.tearAt = undefined;
    const { state, problems } = await new CheckpointStore(memory, 'ot, seed 1').load();
    expect(state?.step).toBe(2);
    expect(problems).toEqual(['ot, seed 1, slot 0: damaged: the checksum does not hold']);
    await store.save(stateAt(3));
    expect(memory.written).toEqual([0, 1, 0, 0]);
    expect((await store.load()).state?.step).toBe(3);
  });

  test('a bit flipped in the newest: the older one', async () => {
    const memory = new Memory();
    const store = new CheckpointStore(memory);
    for (const step of [1, 2]) await store.save(stateAt(step));
    memory.slots[1]![400]! ^= 4;
    const { state, problems } = await store.load();
    expect([state?.step, problems.length]).toEqual([1, 1]);
  });

  test('both bad: nothing, and both reasons', async () => {
    const memory = new Memory();
    const store = new CheckpointStore(memory);
    for (const step of [1, 2]) await store.save(stateAt(step));
    memory.slots[0] = memory.slots[0]!.slice(0, 500);
    memory.slots[1] = new TextEncoder().encode('something else');
    const { state, problems } = await store.load();
    expect(state).toBeUndefined();
    expect(problems).toHaveLength(2);
    await store.save(stateAt(5));
    expect((await store.load()).state?.step).toBe(5);
  });

  test('finished, the result is left alone, without weights', async () => {
    const memory = new Memory();
    const store = new CheckpointStore(memory);
    for (const step of [1, 2]) await store.save(stateAt(step));
    await store.finish({ ...stateAt(3), attached: { cosine: Number.NaN } });
    expect(memory.slots.filter((bytes) => bytes!.length > 0)).toHaveLength(1);
    const { state } = await new CheckpointStore(memory).load();
    const attached = { cosine: Number.NaN };
    expect(state).toEqual({ ...stateAt(3), parameters: new Map(), attached });
    const { ended: _, ...going } = stateAt(4);
    await expect(store.finish(going)).rejects.toThrow('the run goes on at step 4');
  });

  test('cleared, there is nothing', async () => {
    const memory = new Memory();
    const store = new CheckpointStore(memory);
    await store.save(stateAt(1));
    await store.clear();
    expect(await store.load()).toEqual({ state: undefined, problems: [] });
  });
});
