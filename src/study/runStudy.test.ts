import { describe, expect, test } from 'vitest';
import { testGpu } from '../gpu/testing';
import { halveEncoder, openHostNn, openWgslNn } from '../nn';
import { parseStudyConfig, type StudyEvent, type StudyReport } from '../report';
import type { StudyInput } from './plan';
import { runStudy, type StudyWorld } from './runStudy';
import { constantEncoder, ENV, tinyEncoder, tinyInput, tinyTransformer } from './testing';
import type { TextEncoder } from './textStore';

const SMALL = {
  ranker: { dimension: 8, steps: 12, batch: 12 },
  student: 'mlp-8',
  distil: { steps: 12, batch: 8, evaluateEvery: 6, epsilon: 0.1 },
  bootstrap: { replicates: 200 },
  groups: { name: 'tiny', high: ['de'], low: ['sw'] },
} as const;

const noWeights = () => Promise.reject(new Error('no layers are trained here'));

interface Model extends Pick<StudyWorld, 'loadWeights' | 'layers'> {
  readonly wgsl?: boolean;
}

async function run(
  input: StudyInput,
  encoder: TextEncoder,
  config: object = {},
  onEvent: (event: StudyEvent) => void = () => {},
  signal = new AbortController().signal,
  model: Model = { loadWeights: noWeights, layers: 12 },
): Promise<StudyReport> {
  const gpu = await testGpu();
  let now = 0;
  const openEncoder = async () => encoder;
  using nn = model.wgsl ? openWgslNn(gpu) : openHostNn('wasm');
  const shared = { gpu, nn, openEncoder, ...model };
  const world = { ...shared, signal, now: () => now++, onEvent, env: ENV };
  return await runStudy(input, parseStudyConfig({ ...SMALL, ...config }), world);
}

describe('runStudy', () => {
  test('answers for every method, twice the same to the last digit, and leaves no buffer', async () => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    const config = {
      seeds: [1, 2],
      methods: ['encoder-zero-shot', 'zero-shot', 'mean-shift', 'mse', 'greedy', 'ot'],
    };
    const first = await run(tinyInput(['en', 'de', 'sw']), tinyEncoder, config);
    const second = await run(tinyInput(['en', 'de', 'sw']), tinyEncoder, config);
    expect({ ...second, timings: {} }).toEqual({ ...first, timings: {} });
    expect(gpu.liveBytes).toBe(before);
    // 2 tasks x 6 methods x 3 languages x (2 seeds + their mean)
    expect(first.results).toHaveLength(108);
    expect(first.results.every(({ map }) => map > 0 && map <= 1)).toBe(true);
    expect(first.gaps).toHaveLength(36);
    // One student a language and seed.
    const students = [1, 2].flatMap((seed) =>
      ['mse', 'greedy', 'ot'].flatMap((method) =>
        ['de', 'sw'].map((language) => [seed, method, language]),
      ),
    );
    for (const rows of [first.collapse, first.training])
      expect(rows.map(({ seed, method, language }) => [seed, method, language])).toEqual(students);
    expect(first.answers.T2).toMatch(/^T2: .*OT/);
    expect(first.results.find(({ language }) => language === 'en')?.map).toBe(1);
  });

  test('learns: the losses of ranker and students fall', async () => {
    const methods = ['mse', 'greedy', 'ot'];
    const ranker = { dimension: 16, steps: 40, batch: 32, learningRate: 0.01 };
    const distil = { ...SMALL.distil, steps: 40, batch: 32, learningRate: 0.01, patience: 99 };
    const report = await run(tinyInput(['en', 'de']), tinyEncoder, { methods, ranker, distil });
    for (const stage of ['ranker', ...methods]) {
      const losses = report.curves.filter((point) => point.stage === stage);
      expect(losses.at(-1)!.loss, stage).toBeLessThan(0.8 * losses[0]!.loss);
    }
  });

  test('bitext of three lines trains every kind of student and map', async () => {
    const rows = tinyInput(['en', 'de']).corpus.splits.train;
    const [english, german] = ['en', 'de'].map((name) =>
      rows.filter(({ language }) => language === name),
    );
    const pairs = [0, 1, 2].map((k) => ({ english: english![k]!.text, foreign: german![k]!.text }));
    const students = ['mse', 'ot', 'greedy', 'infonce', 'kl', 'ot+mse'];
    const methods = [
      ...[
        'mean-shift',
        'least-squares',
        'ridge',
        'procrustes',
        'ot-procrustes',
        'cca',
        'gaussian-ot',
      ],
      ...students,
    ];
    const input = tinyInput(['en', 'de'], [{ name: 'own', language: 'de', pairs }]);
    const report = await run(input, tinyEncoder, { methods });
    expect(report.notTrained).toEqual([]);
    for (const method of methods)
      expect(mapsOf(report, method)['T2 de'], method).toBeGreaterThan(0);
    expect(report.training.map(({ method, steps }) => [method, steps])).toEqual(
      students.map((method) => [method, 12]),
    );
  });

  test('one line cannot teach a loss that compares the pairs of a batch', async () => {
    const pairs = [{ english: 'en:w1 en:w2', foreign: 'de:w1 de:w2' }];
    const input = tinyInput(['en', 'de'], [{ name: 'own', language: 'de', pairs }]);
    await expect(run(input, tinyEncoder, { methods: ['infonce'] })).rejects.toThrow(
      'de: infonce compares the pairs of a batch: found 1 usable translation pair, want at least 2',
    );
  });

  test('reports a language without bitext as not trained and runs the rest', async () => {
    const pairs = tinyInput(['en', 'de']).corpus.splits.train;
    const english = pairs.filter(({ language }) => language === 'en');
    const german = pairs.filter(({ language }) => language === 'de');
    const bitext = {
      name: 'own',
      language: 'de',
      pairs: english.map(({ text }, k) => ({ english: text, foreign: german[k]!.text })),
    };
    const report = await run(tinyInput(['en', 'de', 'sw'], [bitext]), tinyEncoder, {
      methods: ['ot'],
    });
    expect(report.notTrained.map(({ language }) => language)).toEqual(['sw']);
    const languages = (method: string) =>
      new Set(
        report.results.filter((row) => row.method === method).map(({ language }) => language),
      );
    expect(languages('ot')).toEqual(new Set(['en', 'de']));
    expect(languages('zero-shot')).toEqual(new Set(['en', 'de', 'sw']));
  });

  test('survives an encoder whose vectors are all the same, and says so', async () => {
    const report = await run(tinyInput(['en', 'de', 'sw']), constantEncoder, {
      methods: ['ot', 'mse'],
    });
    const numbers = JSON.stringify(report.results);
    expect(numbers).not.toMatch(/null,"queries|NaN/);
    expect(report.results.every(({ map, ties }) => map > 0 && map <= 1 && ties > 0)).toBe(true);
    expect(report.collapse.every(({ alarm }) => alarm)).toBe(true);
    expect(report.notes.some((note) => note.startsWith('Collapse alarm'))).toBe(true);
  });

  test('tells its progress up to the whole and every curve point', async () => {
    const events: StudyEvent[] = [];
    const methods = ['zero-shot', 'ot'];
    const report = await run(tinyInput(['en', 'de']), tinyEncoder, { methods }, (e) =>
      events.push(e),
    );
    const shares = events.flatMap((event) => (event.type === 'progress' ? [event.overall] : []));
    expect(shares.at(-1)).toBeCloseTo(1, 6);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    const points = events.flatMap((event) => (event.type === 'curve' ? [event.point] : []));
    expect(points).toEqual(report.curves);
  });

  test('stops when cancelled and frees its buffers', async () => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    const stop = new AbortController();
    const running = run(
      tinyInput(['en', 'de']),
      tinyEncoder,
      { methods: ['ot'] },
      (event) => event.type === 'curve' && stop.abort(new Error('enough')),
      stop.signal,
    );
    await expect(running).rejects.toThrow('enough');
    expect(gpu.liveBytes).toBe(before);
  });

  test.each([0, -0.1])('refuses ε = %f before anything is computed', async (epsilon) => {
    const distil = { ...SMALL.distil, epsilon };
    await expect(run(tinyInput(['en', 'de']), tinyEncoder, { distil })).rejects.toThrow(/epsilon/);
  });
});

/** MAPs of one method over all seeds, by task and language. */
function mapsOf(report: StudyReport, method: string): Record<string, number> {
  const rows = report.results.filter((row) => row.method === method && row.seed === null);
  return Object.fromEntries(rows.map(({ task, language, map }) => [`${task} ${language}`, map]));
}

describe('methods', () => {
  const languages = tinyInput(['en', 'de', 'sw']);

  test('the oracle asks in English; closed forms and sums of losses have results', async () => {
    const methods = ['oracle', 'ridge', 'ot-procrustes', 'cca', 'gaussian-ot', 'ot+0.5*mse'];
    const report = await run(languages, tinyEncoder, { methods });
    const oracle = mapsOf(report, 'oracle');
    expect(oracle['T1 de']).toBe(oracle['T1 en']);
    expect(oracle['T2 sw']).toBe(oracle['T2 en']);
    expect(new Set(report.results.map(({ method }) => method))).toEqual(
      new Set(['zero-shot', ...methods]),
    );
    const each = methods.map((method) => JSON.stringify(mapsOf(report, method)));
    expect(new Set(each).size).toBe(methods.length);
    const rivals = report.differences.filter(({ baseline }) => baseline === 'ot-procrustes');
    expect(new Set(rivals.map(({ method }) => method))).toEqual(new Set(['ot+0.5*mse']));
  });

  test('the English ranker learns from a judged collection in place of intents', async () => {
    const rows = languages.corpus.splits.train.filter(({ language }) => language === 'en');
    const english = rows.map(({ id, text }) => ({ id, language: 'en', text }));
    const relevance = {
      name: 'Judged',
      queries: english.slice(0, 16),
      documents: english.slice(16).map(({ id, ...row }) => ({ ...row, id: `d${id}` })),
      qrels: english
        .slice(0, 16)
        .map(({ id }, k) => ({ query: id, document: `d${16 + k}`, grade: 1 })),
    };
    const methods = ['zero-shot'];
    const report = await run({ ...languages, relevance }, tinyEncoder, { methods });
    expect(report.sizes.trainIds).toBe(32);
    expect(report.notes.join(' ')).toContain('16 queries of Judged with 16 relevant documents');
    const own = await run(languages, tinyEncoder, { methods });
    expect(mapsOf(report, 'zero-shot')['T2 de']).not.toBe(mapsOf(own, 'zero-shot')['T2 de']);
    const losses = report.curves.filter(({ stage }) => stage === 'ranker').map(({ loss }) => loss);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
  });

  test('a method on fewer pairs is another method, compared with MSE on as many', async () => {
    const methods = ['mse', 'mse:8', 'ot:8', 'ridge:8', 'ridge', 'ot:32'];
    const report = await run(languages, tinyEncoder, { methods });
    const of = (method: string) => mapsOf(report, method);
    expect(of('ridge:8')['T2 de']).not.toBe(of('ridge')['T2 de']);
    expect(of('mse:8')['T2 de']).not.toBe(of('mse')['T2 de']);
    const whole = await run(languages, tinyEncoder, { methods: ['ot'] });
    expect(of('ot:32')).toEqual(mapsOf(whole, 'ot')); // there are 32
    const rivals = report.differences.filter(({ method }) => method.startsWith('ot'));
    const pairs = rivals.map(({ method, baseline }) => `${method} ${baseline}`);
    expect(new Set(pairs)).toEqual(
      new Set(['ot:8 zero-shot', 'ot:8 mse:8', 'ot:32 zero-shot', 'ot:32 mse']),
    );
  });

  test('a joint student is one for all languages', async () => {
    const report = await run(languages, tinyEncoder, { methods: ['ot'], joint: true });
    expect(report.training.map(({ language, student }) => [language, student])).toEqual([
      [null, 'mlp-8'],
    ]);
    expect(mapsOf(report, 'ot')).toHaveProperty('T2 sw');
  });

  test('distilled for the low group alone, the high group keeps zero-shot transfer', async () => {
    const groups = { name: 'Two', high: ['de'], low: ['sw'] };
    const methods = ['mean-shift', 'ot'];
    const config = { methods, groups, distilFor: 'low' };
    const report = await run(languages, tinyEncoder, config);
    const of = (method: string) => mapsOf(report, method);
    for (const method of methods) {
      expect(of(method)['T2 de']).toBe(of('zero-shot')['T2 de']);
      expect(of(method)['T2 sw']).not.toBe(of('zero-shot')['T2 sw']);
    }
    expect(report.training.map(({ language }) => language)).toEqual(['sw']);
  });

  test('shuffled pairs are trained on, and the config says so', async () => {
    const report = await run(languages, tinyEncoder, { methods: ['mse'], placebo: 'shuffled' });
    expect(report.config.placebo).toBe('shuffled');
    expect(report.sizes.bitextPairs).toEqual({ de: 32, sw: 32 });
  });

  test('no ranker ranks by the encoder itself', async () => {
    const ranker = { ...SMALL.ranker, loss: 'none' };
    const methods = ['encoder-zero-shot', 'zero-shot'];
    const report = await run(languages, tinyEncoder, { methods, ranker });
    expect(mapsOf(report, 'zero-shot')).toEqual(mapsOf(report, 'encoder-zero-shot'));
  });

  test('an unknown method is refused before anything is computed', async () => {
    const running = run(languages, tinyEncoder, { methods: ['ott'] });
    await expect(running).rejects.toThrow(/methods\.0: .*'ott'/);
  });
});

describe('students that train the encoder', () => {
  const { encoder, weights } = tinyTransformer();
  const model = { loadWeights: async () => weights, layers: 2 };
  const train = (config: object, own: Model = model) =>
    run(tinyInput(['en', 'de', 'sw']), encoder, { layer: 2, ...config }, undefined, undefined, own);

  test('without a step each is zero-shot transfer exactly, whatever it reads', async () => {
    const methods = ['zero-shot', 'ot@top-1', 'mse@lora-2-2', 'mse@full'];
    const report = await train({ methods, distil: { steps: 0 } });
    for (const method of methods)
      expect(mapsOf(report, method), method).toEqual(mapsOf(report, 'zero-shot'));
  });

  test('the loss falls, with plans from frozen states of a layer too', async () => {
    const distil = { steps: 20, batch: 16, evaluateEvery: 10, warmup: 2, learningRate: 2e-3 };
    const config = { methods: ['ot@top-2', 'mse@top-2'], joint: true, planLayer: 1, distil };
    const report = await train(config);
    for (const method of config.methods) {
      const losses = report.curves.filter(({ stage }) => stage === method);
      expect(losses.at(-1)!.loss, method).toBeLessThan(losses[0]!.loss);
    }
    const rivals = report.differences.filter(({ baseline }) => baseline === 'mse@top-2');
    expect(rivals.map(({ method }) => method)).toContain('ot@top-2');
  });

  test('f16 storage is the study of rounded weights, bit for bit, and starts as zero-shot', async () => {
    const config = { methods: ['zero-shot', 'mse@lora-2-2'], limit: 12, joint: true };
    const device = { ...model, wgsl: true };
    const rounded = { ...device, loadWeights: async () => halveEncoder(weights) };
    const distil = { steps: 4, batch: 8, evaluateEvery: 2, warmup: 1, learningRate: 2e-3 };
    const got = await train({ ...config, distil, storage: 'f16' }, device);
    const want = await train({ ...config, distil }, rounded);
    expect(got.curves).toEqual(want.curves);
    expect(got.results).toEqual(want.results);
    const plain = await train({ ...config, distil }, device);
    expect(plain.curves).not.toEqual(want.curves);
    const untrained = await train({ ...config, storage: 'f16', distil: { steps: 0 } }, device);
    expect(mapsOf(untrained, 'mse@lora-2-2')).toEqual(mapsOf(untrained, 'zero-shot'));
    await expect(train({ ...config, storage: 'f16' })).rejects.toThrow('found f16 on the wasm');
  });

  test('another layer than the last cannot be ranked', async () => {
    await expect(train({ methods: ['ot@top-1'], layer: 1 })).rejects.toThrow(
      'layer: expected 2 where a student trains the encoder (ot@top-1), got 1',
    );
  });
});
