/**
 * Runs one job at a time and keeps only the newest request while one runs: a slider may ask as often
 * as it likes, every answer that is delivered belongs to the newest question known when it arrived.
 *
 * @param work answers one request.
 * @param deliver gets the answer, or the error, of a request that no newer one has replaced.
 */
export function latestWins<Request, Answer>(
  work: (request: Request) => Promise<Answer>,
  deliver: (outcome: { answer: Answer } | { error: unknown }, request: Request) => void,
): (request: Request) => void {
  let running = false;
  let next: { request: Request } | null = null;

  const run = async (first: Request): Promise<void> => {
    running = true;
    let request = first;
    for (;;) {
      const outcome = await work(request).then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      );
      if (!next) {
        running = false;
        deliver(outcome, request);
        return;
      }
      request = next.request;
      next = null;
    }
  };

  return (request) => {
    if (running) next = { request };
    else void run(request);
  };
}
