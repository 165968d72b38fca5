import type { FuzzTarget } from '../../data/fuzz/types';
import { type GoldFormat, parseGold } from './goldLinks';
import { parseLinks } from './judgeLinks';

const GOLD: Readonly<Record<GoldFormat, readonly string[]>> = {
  pharaoh: ['0-0 1p2 3-4-0.5', '', '1-1:0.25\r'],
  naacl: ['0001 1 1 S', '0001 2 3 P', '0002 0 1', '0002 1 1'],
  xlwa: ['ein Haus\ta house\t0-0 1-1', 'ja\tyes\t0-0'],
};
const bytesOf = (lines: readonly string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);

const gold = Object.entries(GOLD).map(([name, lines]): FuzzTarget => {
  const format = name as GoldFormat;
  return {
    name: `parseGold, ${format}`,
    seeds: [{ path: `gold.${format}`, bytes: bytesOf(lines) }],
    async read({ path, bytes }) {
      const read = parseGold(path, new TextDecoder().decode(bytes), { format });
      return { kept: read.alignments.length, bad: read.nulls };
    },
  };
});

const links: FuzzTarget = {
  name: 'parseLinks',
  seeds: [
    { path: 'links', bytes: bytesOf(GOLD.pharaoh) },
    { path: 'links.ids', bytes: bytesOf(['s1\t0-0', 's2\t1-1 2p2']) },
  ],
  async read({ path, bytes }) {
    return { kept: parseLinks(path, new TextDecoder().decode(bytes)).lines.length, bad: 0 };
  },
};

export const fuzzTargets: readonly FuzzTarget[] = [...gold, links];
