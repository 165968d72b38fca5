import { describe, expect, test } from 'vitest';
import { type ChoiceMemory, chooseEngine, type EngineKind } from './chooseEngine';

const ADAPTER = { vendor: 'google', architecture: 'swiftshader', device: '', description: '' };
const SOFTWARE = { ...ADAPTER, software: true };

function measurement(times: Record<EngineKind, number>) {
  const asked: EngineKind[] = [];
  return {
    asked,
    measure: async (kind: EngineKind) => {
      asked.push(kind);
      return times[kind];
    },
  };
}

function mapMemory(): ChoiceMemory & { entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    get: async (key) => entries.get(key),
    set: async (key, value) => {
      entries.set(key, value);
    },
  };
}

describe('chooseEngine', () => {
  test('takes the CPU where there is no device and the GPU where there is a real one, unmeasured', async () => {
    const { asked, measure } = measurement({ wgsl: 1, wasm: 2 });
    expect(await chooseEngine(undefined, measure)).toEqual({
      kind: 'wasm',
      why: 'no WebGPU device',
    });
    const hardware = { ...ADAPTER, vendor: 'acme', software: false };
    expect((await chooseEngine(hardware, measure)).kind).toBe('wgsl');
    expect(asked).toEqual([]);
  });

  test.each([
    [{ wgsl: 9, wasm: 2 }, 'wasm'],
    [{ wgsl: 2, wasm: 9 }, 'wgsl'],
  ] as const)('on a software adapter takes the faster of %o and says so', async (times, kind) => {
    const choice = await chooseEngine(SOFTWARE, measurement(times).measure);
    expect(choice.kind).toBe(kind);
    expect(choice.why).toContain('WASM');
    expect(choice.why).toContain('google swiftshader is a CPU');
  });

  test('measures once per adapter and remembers', async () => {
    const memory = mapMemory();
    const { asked, measure } = measurement({ wgsl: 9, wasm: 2 });
    const first = await chooseEngine(SOFTWARE, measure, memory);
    expect(await chooseEngine(SOFTWARE, measure, memory)).toEqual(first);
    expect(asked).toEqual(['wgsl', 'wasm']);
    await chooseEngine({ ...SOFTWARE, description: 'another' }, measure, memory);
    expect(asked.length).toBe(4);
  });

  test('measures again where the memory fails or holds nonsense', async () => {
    const failing: ChoiceMemory = {
      get: () => Promise.reject(new Error('quota')),
      set: () => Promise.reject(new Error('quota')),
    };
    const { asked, measure } = measurement({ wgsl: 9, wasm: 2 });
    expect((await chooseEngine(SOFTWARE, measure, failing)).kind).toBe('wasm');
    const memory = mapMemory();
    await chooseEngine(SOFTWARE, measure, memory);
    for (const key of memory.entries.keys()) memory.entries.set(key, '{"no":1}');
    await chooseEngine(SOFTWARE, measure, memory);
    expect(asked.length).toBe(6);
  });
});
