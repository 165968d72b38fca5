import { beforeAll, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../lib';
import { runHeads } from '../../worker/headsTesting';
import type { RunFile } from './runRecord';
import { isHeadFile, packWeights, unpackWeights } from './weightsFile';

let files: RunFile[];
let heads: RunFile[];
beforeAll(async () => {
  files = await runHeads();
  heads = files.filter(({ name }) => isHeadFile(name) === 'head');
});

const bytesOf = async ({ content }: RunFile) => Buffer.from(await content.arrayBuffer());

test('heads and their records come back byte for byte', async () => {
  const back = unpackWeights(await packWeights(heads));
  expect(back.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
  expect(heads.length).toBeGreaterThan(3);
  for (const [k, file] of files.entries())
    expect((await bytesOf(back[k]!)).equals(await bytesOf(file)), file.name).toBe(true);
});

test('tensors lie at METHOD/LANGUAGE/SEED, the teacher of a seed once, and the metadata say what they are', async () => {
  const { tensors, metadata } = readSafetensors(await packWeights(heads), 'w');
  const paths = [...metadata.keys()].filter((key) => key.includes('/'));
  expect(paths).toHaveLength(heads.length);
  expect(paths[0]).toMatch(/^ot\+0\.5\*mse@\w+\/de\/1$/);
  expect(paths.at(-1)).toMatch(/^ot\+0\.5\*mse@\w+\/joint\/2$/);
  for (const path of paths) expect(tensors.get(`${path}/w`)?.dtype, path).toBe('F32');
  const teachers = [...tensors.keys()].filter((name) => name.startsWith('ranker/'));
  expect(teachers).toEqual(['ranker/en/1/w', 'ranker/en/2/w']);
  expect(JSON.parse(metadata.get('study')!)).toMatchObject({ corpus: 'tiny', commit: 'none' });
  expect(JSON.parse(metadata.get(paths[0]!)!)).toMatchObject({
    ...{ stem: heads[0]!.name.slice('weights/'.length, -'.head.safetensors'.length) },
    ...{ teacher: 'ranker/en/1', record: { languages: ['de', 'sw'], seed: 1, joint: false } },
  });
});

test('a teacher that differs within a seed stays with its student', async () => {
  const [first, other] = heads;
  const { tensors, metadata } = readSafetensors(await bytesOf(other!), 'o');
  const w = tensors.get('teacher.w')!;
  const changed = new Map([...tensors, ['teacher.w', { ...w, bytes: w.bytes.map((b) => b ^ 1) }]]);
  const odd = {
    ...other!,
    content: new Blob([writeSafetensors(changed, Object.fromEntries(metadata))]),
  };
  const back = unpackWeights(await packWeights([first!, odd]));
  expect((await bytesOf(back[2]!)).equals(await bytesOf(odd))).toBe(true);
  expect((await bytesOf(back[0]!)).equals(await bytesOf(first!))).toBe(true);
});

test('a head of another study keeps its own record; two of one name are refused, not merged', async () => {
  const [first, other] = heads;
  const changed = async (file: RunFile, change: object) => {
    const { tensors, metadata } = readSafetensors(await bytesOf(file), 'f');
    const record = { ...JSON.parse(metadata.get('student')!), ...change };
    const said = { ...Object.fromEntries(metadata), student: JSON.stringify(record) };
    return { ...file, content: new Blob([writeSafetensors(tensors, said)]) };
  };
  const foreign = await changed(other!, { corpus: 'another', commit: 'later' });
  const back = unpackWeights(await packWeights([first!, foreign, heads[2]!]));
  for (const [k, file] of [first!, foreign, heads[2]!].entries())
    expect((await bytesOf(back[2 * k]!)).equals(await bytesOf(file)), file.name).toBe(true);
  const twin = { ...first!, name: 'weights/copy.de.1.head.safetensors' };
  await expect(packWeights([first!, twin])).rejects.toThrow(/copy\.de\.1.*another head/);
  const { tensors } = readSafetensors(await bytesOf(first!), 'f');
  for (const text of ['null', '{', '3']) {
    const broken = { ...first!, content: new Blob([writeSafetensors(tensors, { student: text })]) };
    await expect(packWeights([broken])).rejects.toThrow(/weights\/.*student.*want an object/);
  }
});

test('what is no such file is refused by field', async () => {
  const file = (metadata: Record<string, string>) => writeSafetensors(new Map(), metadata);
  expect(() => unpackWeights(file({ format: 'pt' }))).toThrow(/schema.*want weights\/1/);
  const own = { schema: 'weights/1', study: '{}' };
  expect(() => unpackWeights(file({ ...own, study: '[' }))).toThrow(/study.*want an object/);
  const student = { stem: '../x', teacher: 't', norms: {}, record: {} };
  expect(() => unpackWeights(file({ ...own, 'a/b/1': JSON.stringify(student) }))).toThrow(/stem/);
  const bare = { name: 'weights/a.de.1.head.safetensors', content: new Blob([file({})]) };
  await expect(packWeights([bare])).rejects.toThrow(/a\.de\.1.*no record/);
});
