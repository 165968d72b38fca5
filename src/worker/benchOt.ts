import type { Gpu } from '../gpu';
import { ENGINES, type EngineName, openBenchEngines } from './benchEngines';
import { type BenchRow, benchCase } from './otBench';
import { parseOtCases } from './otCases';
import type { EngineFile } from './types';

export interface BenchOtJob {
  readonly input: EngineFile;
  readonly engine: 'all' | EngineName;
}

export interface BenchOtOutcome {
  /** Case by case, each on every engine. */
  readonly rows: readonly BenchRow[];
  readonly notes: readonly string[];
}

/**
 * Solves the cases of a file on each engine. Where all are asked for and there is no device, the notes say so.
 *
 * @param openGpu rejects, with the reason, where there is no device.
 * @throws ParseError if the file is no such file; what the engines throw.
 */
export async function benchOt(
  { input, engine }: BenchOtJob,
  openGpu: () => Promise<Gpu>,
  onProgress: (done: number, total: number) => void,
): Promise<BenchOtOutcome> {
  const cases = parseOtCases(input);
  const notes: string[] = [];
  let names: readonly EngineName[] = engine === 'all' ? ENGINES : [engine];
  let gpu: Gpu | undefined;
  if (names.includes('gpu'))
    try {
      gpu = await openGpu();
    } catch (error) {
      if (engine === 'gpu') throw error;
      names = names.filter((name) => name !== 'gpu');
      notes.push(`no gpu lines: ${error instanceof Error ? error.message : error}`);
    }
  const { engines, float64, close } = await openBenchEngines(names, gpu);
  const rows: BenchRow[] = [];
  try {
    for (const [at, one] of cases.entries()) {
      for (const each of engines) rows.push(await benchCase(one, each, float64));
      onProgress(at + 1, cases.length);
    }
  } finally {
    close();
  }
  return { rows, notes };
}
