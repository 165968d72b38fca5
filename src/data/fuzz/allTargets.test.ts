import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { allTargets, pickTargets, shareOf } from './allTargets';
import { judgeCase } from './judgeCase';
import type { FuzzTarget } from './types';

const targets = allTargets();

test('all targets are found, each by a name of its own', () => {
  expect(targets.length).toBeGreaterThanOrEqual(70);
  const known = [
    ...['importStudent', 'parseManifest', 'parseQrels', 'parseReport', 'parseRun'],
    ...['parseStudyConfig', 'parseTree', 'readCollection, zip', 'readHeads', 'readOnnx'],
    ...['readPairs', 'readSafetensors', 'readTranslations', 'readUrl'],
  ];
  expect(targets.map(({ name }) => name)).toEqual(expect.arrayContaining(known));
  const one = targets[0]!;
  expect(() => allTargets({ a: { one }, b: { list: [one] } })).toThrow(`named ${one.name}`);
});

test.each(targets.map((target) => [target.name, target] as const))(
  '%s reads its own seeds',
  async (_, target) => {
    for (const seed of target.seeds)
      expect(await judgeCase(target, seed, true)).toMatchObject({ kind: 'read' });
  },
);

test('parsers are picked by name, or by how it begins, and cases are spread evenly', () => {
  const named = (...names: string[]) =>
    names.map((name) => ({ name, seeds: [] }) as unknown as FuzzTarget);
  const all = named('a', 'ab', 'b, x', 'b, y');
  const pick = (...parsers: string[]) => pickTargets(all, parsers).map(({ name }) => name);
  expect(pick()).toHaveLength(4);
  expect(pick('a')).toEqual(['a']);
  expect(pick('b', 'ab')).toEqual(['ab', 'b, x', 'b, y']);
  expect(() => pick('c')).toThrow(/--parser c: no such parser; known:\n {2}a\n {2}ab/);
  expect([0, 1, 2].map((at) => shareOf(8, 3, at))).toEqual([3, 3, 2]);
});

/** Files whose parsers no target reaches, and why. */
const NOT_FUZZED = new Map<string, string>([]);

const PARSER = /export (?:async )?function\*? ((?:read|parse)[A-Z]\w*)\(/;
const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.ts') && !/test\.ts$|[tT]esting\.ts$|\/fuzz\//.test(file));

/** Files whose code a file runs, by import or when it is needed. */
function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  const found = source.matchAll(
    /^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gms,
  );
  return [...found].flatMap(([, from, needed]) => {
    const path = join(dirname(file), from ?? needed!).replaceAll('\\', '/');
    return [`${path}.ts`, `${path}/index.ts`].filter((one) => files.includes(one));
  });
}

test('every parser of files is reached by a target, or is named with the reason why not', () => {
  const reached = new Set<string>();
  const open = files.filter((file) => file.endsWith('/fuzzTargets.ts'));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    // Through a room's index everything would be reached.
    if (!file.endsWith('/index.ts')) open.push(...importsOf(file));
  }
  const parsers = files.filter(
    (file) => file.startsWith('src/data/') && PARSER.test(readFileSync(file, 'utf8')),
  );
  expect(parsers.length).toBeGreaterThan(15);
  const missed = parsers.filter((file) => !reached.has(file) && !NOT_FUZZED.has(file));
  expect(missed).toEqual([]);
  for (const file of NOT_FUZZED.keys()) expect(parsers).toContain(file);
});
