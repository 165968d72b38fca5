import { describe, expect } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomUniform } from '../gpu/testing';
import { rankCount } from './rankCount';
import { type RankCountHost, rankCountCpu } from './rankCount.cpu';

describe('rankCount', () => {
  // One document; fewer and more relevant ones than four lanes of four take at once; a folded grid.
  describe.each([
    [1, 1],
    [3, 15],
    [5, 16],
    [4, 17],
    [5, 130],
    [101, 9],
  ])('on %i queries and %i documents', (Q, D) => {
    gpuTest.for([2, 1000])('equals sorting with %i distinct scores', async (levels, { scope }) => {
      const host = randomHost(Q, D, levels);
      const { ranks, ties } = rankCount(scope, upload(scope, host));
      const want = rankCountCpu(host);
      expect(await scope.download(ranks)).toEqual(want.ranks);
      expect(await scope.download(ties)).toEqual(want.ties);
    });
  });

  gpuTest.for([0, 3, 4, 15, 16, 19])('puts one huge score at %i first', async (peak, { scope }) => {
    const D = 20;
    const host = randomHost(1, D, 1);
    host.scores = Float32Array.from({ length: D }, (_, t) => (t === peak ? 3e38 : -t));
    host.relevant = Uint32Array.from({ length: D }, (_, t) => t);
    host.relevantOffsets = Uint32Array.of(0, D);
    host.excludedOffsets = Uint32Array.of(0, 0);
    host.excluded = new Uint32Array(0);
    const { ranks, ties } = rankCount(scope, upload(scope, host));
    const want = host.relevant.map((t) => (t === peak ? 1 : t < peak ? t + 2 : t + 1));
    expect(await scope.download(ranks)).toEqual(want);
    expect((await scope.download(ties)).every((tie) => tie === 0)).toBe(true);
  });

  gpuTest('holds 0 and -0 for equal and lets tieRank decide', async ({ scope }) => {
    const host: RankCountHost = {
      D: 4,
      scores: [0, -0, 0, -0],
      tieRank: Uint32Array.of(3, 1, 0, 2),
      relevantOffsets: Uint32Array.of(0, 3),
      relevant: Uint32Array.of(0, 1, 3),
      excludedOffsets: Uint32Array.of(0, 1),
      excluded: Uint32Array.of(2),
    };
    const { ranks, ties } = rankCount(scope, upload(scope, host));
    expect([...(await scope.download(ranks))]).toEqual([3, 1, 2]);
    expect([...(await scope.download(ties))]).toEqual([2, 2, 2]);
  });

  gpuTest('fills outputs piece by piece and allocates nothing else', async ({ scope }) => {
    const host = randomHost(6, 10, 3);
    const { scores: _, ...inputs } = upload(scope, host);
    const pieces = [0, 2, 3].map((from, k) => {
      const to = [2, 3, 6][k]!;
      const part = Float32Array.from(host.scores).slice(from * 10, to * 10);
      return { queryStart: from, scores: scope.upload(part, [to - from, 10], 'part') };
    });
    const R = host.relevant.length;
    const [outRanks, outTies] = [scope.emptyU32([R], 'r'), scope.emptyU32([R], 't')];
    const before = scope.liveBuffers;
    for (const piece of pieces) rankCount(scope, { ...inputs, ...piece, outRanks, outTies });
    expect(scope.liveBuffers).toBe(before);
    expect(await scope.download(outRanks)).toEqual(rankCountCpu(host).ranks);
    expect(await scope.download(outTies)).toEqual(rankCountCpu(host).ties);
  });

  gpuTest('refuses wrong shapes and ranges', ({ scope }) => {
    const inputs = upload(scope, randomHost(2, 3, 5));
    const refuse = (change: object) => expect(() => rankCount(scope, { ...inputs, ...change }));
    refuse({ scores: scope.empty([2, 4], 's') }).toThrow(ShapeError);
    refuse({ excludedOffsets: scope.emptyU32([2], 'e') }).toThrow(ShapeError);
    refuse({ outRanks: scope.emptyU32([99], 'o') }).toThrow(ShapeError);
    refuse({ outTies: scope.emptyU32([99], 'o') }).toThrow(ShapeError);
    refuse({ queryStart: 1 }).toThrow('queries 1 to 3 leave [0, 2]');
  });
});

/** Every third document is relevant and every fourth of the rest is excluded, shifted by the query. */
function randomHost(Q: number, D: number, levels: number): RankCountHost {
  const all = Array.from({ length: D }, (_, t) => t);
  const relevant = Array.from({ length: Q }, (_, q) => all.filter((t) => (t + q) % 3 === 0));
  const excluded = relevant.map((row, q) =>
    all.filter((t) => !row.includes(t) && (t + q) % 4 === 1),
  );
  const offsets = (rows: number[][]) =>
    Uint32Array.from({ length: Q + 1 }, (_, q) => rows.slice(0, q).flat().length);
  return {
    D,
    scores: randomUniform(Q * D, D).map((x) => Math.floor(x * levels) / levels - 0.5),
    tieRank: Uint32Array.from(all, (t) => (t * 7 + 5) % (D % 7 === 0 ? D + 1 : D)),
    relevantOffsets: offsets(relevant),
    relevant: Uint32Array.from(relevant.flat()),
    excludedOffsets: offsets(excluded),
    excluded: Uint32Array.from(excluded.flat()),
  };
}

function upload(scope: Scope, host: RankCountHost) {
  const { D, scores } = host;
  const u32 = (key: 'tieRank' | `${'relevant' | 'excluded'}${'' | 'Offsets'}`) =>
    scope.uploadU32(host[key], [host[key].length], key);
  return {
    scores: scope.upload(Float32Array.from(scores), [scores.length / D, D], 'scores'),
    tieRank: u32('tieRank'),
    relevantOffsets: u32('relevantOffsets'),
    relevant: u32('relevant'),
    excludedOffsets: u32('excludedOffsets'),
    excluded: u32('excluded'),
  };
}
