import { comparisons } from './comparisons';
import type { QueryScores } from './queryScores';
import { readQueries } from './readQueries';
import type { QueriesApi, QueryFile } from './types';

/** Files that are held: run A and run B, and the one before. */
const HELD = 3;

/** Reads each file once, and answers from what it read. */
export function queryMethods(): QueriesApi {
  const held = new Map<string, Promise<QueryScores>>();
  const open = ({ run, file }: QueryFile): Promise<QueryScores> => {
    const known = held.get(run);
    const reading = known ?? readQueries(file);
    held.delete(run);
    held.set(run, reading);
    reading.catch(() => held.delete(run));
    for (const old of [...held.keys()].slice(0, -HELD)) held.delete(old);
    return reading;
  };
  return {
    queryFacts: async (file) => (await open(file)).facts(),
    queryGaps: async (job) => comparisons.gaps(await open(job), job),
    queryPairs: async (job) => comparisons.pairs(await open(job.a), await open(job.b), job),
    queryRanks: async (job) => comparisons.ranks(await open(job), job),
  };
}
