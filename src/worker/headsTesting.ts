import { randomHeads, tinyTokenizer } from '../encoders/export/exportTesting';
import { randomEncoder, TINY } from '../nn/encoder/testing';
import { parseStudyConfig } from '../report';
import { type StudentFile, studentFiles } from './exportStudents';

const { width, layers, vocabulary } = TINY;
const study = {
  config: parseStudyConfig({}),
  ...{ configSha256: 'c', corpus: 'tiny', synthetic: true, commit: 'none' },
  data: [{ path: 'tiny.txt', sha256: 'ab', rows: 2 }],
  base: { id: 'tiny@1', name: 'tiny', width, layers, licence: 'MIT', provenance: { of: [1] } },
};
const files = {
  weights: async () => randomEncoder(TINY),
  tokenizer: async () => tinyTokenizer(vocabulary),
  licence: async () => 'MIT',
};

/** Heads of every kind with their records, named as a run keeps them: two seeds, each of one teacher, and a joint student. */
export async function runHeads(): Promise<StudentFile[]> {
  const found: StudentFile[] = [];
  for (const seed of [1, 2])
    for (const [kind, head] of Object.entries(randomHeads(width, 4))) {
      const about = { method: `ot+0.5*mse@${kind}`, student: kind, languages: ['de', 'sw'], seed };
      const teacher = { inputs: width, outputs: 4, w: new Float32Array(4 * width).fill(seed) };
      const piece = {
        ...{ ...about, joint: seed === 2, step: 3, devMap: 0.5 },
        ...{ layer: layers, reads: 'last' as const, head, teacher },
      };
      for await (const { name, content } of studentFiles(piece, study, files, false))
        found.push({ name: `weights/${name}`, content });
    }
  return found;
}
