import * as Comlink from 'comlink';
import type { EngineApi } from '../worker';

/** The engine as a command sees it: every method answers with a promise. */
export type Engine = Comlink.Remote<EngineApi>;

/**
 * Starts the engine worker, which owns the GPU device.
 *
 * @param onCrash is told, in words for people, when the worker's script fails to load or throws outside a call.
 */
export function startEngine(onCrash: (message: string) => void): Engine {
  const worker = new Worker(new URL('../worker/engine.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('error', (event) => {
    onCrash(`The engine worker failed: ${event.message || 'its script could not be loaded'}.`);
  });
  return Comlink.wrap<EngineApi>(worker);
}

/** A callback that the worker can call; it stays alive as long as the page. */
export function callback<Call extends (...values: never[]) => void>(call: Call): Call {
  return Comlink.proxy(call) as unknown as Call;
}

/** The message of whatever was thrown, across the worker border too. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
