import type { BaseAbout } from '../encoders';
import { judgePair, readGold } from './goldPair';
import { readStudents } from './students';
import { studentVectors } from './studentVectors';
import type { EngineApi } from './types';

/** What the Align screen asks about one pair: a student's view of it, and gold links. */
export function alignPairMethods(
  base: () => Promise<BaseAbout>,
): Pick<EngineApi, 'studentVectors' | 'readGold' | 'judgePair'> {
  return {
    async studentVectors(source, pair, at) {
      const [student] = await readStudents([source], await base());
      return studentVectors(student!, pair, at);
    },
    readGold: async (job) => readGold(job),
    judgePair: async (job) => judgePair(job),
  };
}
