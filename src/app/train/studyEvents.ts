import type { CurvePoint, LanguageGroups, StudyEvent } from '../../report';
import { appendPoints } from '../curve';
import type { Progress } from '../state';
import { type AppStore, patch } from '../store';
import { appendLog, type LogEntry } from './studyLog';

/** Milliseconds between two redraws of what a run tells. */
const REDRAW = 250;

export interface StudyEvents {
  take(event: StudyEvent): void;
  /** Writes into the log what no event tells. */
  log(text: string, kind?: LogEntry['kind']): void;
  /** Hands over what is still gathered. */
  flush(): void;
}

/**
 * Gathers what a run tells and hands it to the store a few times a second.
 *
 * @param onProgress hears the share of the whole that is done, as often.
 * @param onKept hears under what name the study's students are kept.
 */
export function studyEvents(
  store: AppStore,
  onProgress: (overall: number) => void,
  onKept: (study: string) => void,
  now: () => number = Date.now,
): StudyEvents {
  let points: CurvePoint[] = [];
  let progress: Progress | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const log = (text: string, kind: LogEntry['kind'] = 'note') =>
    patch(store, 'study', {
      log: appendLog(store.getState().study.log, { at: now(), kind, text }),
    });
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    const { curves } = store.getState().study;
    patch(store, 'study', {
      ...(points.length > 0 && { curves: appendPoints(curves, points) }),
      ...(progress && { progress }),
    });
    if (progress) onProgress(progress.overall);
    points = [];
    progress = null;
  };
  const take = (event: StudyEvent) => {
    switch (event.type) {
      case 'note':
        log(event.message, event.alarm ? 'alarm' : 'note');
        return;
      case 'kept':
        onKept(event.study);
        return;
      case 'plan':
        patch(store, 'study', { groups: groupsWithin(event.groups, event.languages) });
        return;
      case 'paused': {
        const { label, step, loss } = event;
        flush();
        if (store.getState().study.paused !== 'no')
          patch(store, 'study', { paused: 'yes', at: { label, step, loss } });
        return;
      }
      case 'collapse': {
        const { row } = event;
        patch(store, 'study', { collapse: [...store.getState().study.collapse, row] });
        if (row.alarm) log(`Collapse alarm, ${nameOf(row)}: ${row.reasons.join('; ')}.`, 'alarm');
        return;
      }
      case 'curve':
        points.push(event.point);
        break;
      case 'progress':
        if (event.done === 0) log(`${event.stage}: ${event.label}`, 'stage');
        progress = event;
    }
    timer ??= setTimeout(flush, REDRAW);
  };
  return { take, log, flush };
}

/** A preset names languages that the study may not have. */
function groupsWithin(
  { name, high, low }: LanguageGroups,
  languages: readonly string[],
): LanguageGroups {
  const own = (group: readonly string[]) => group.filter((one) => languages.includes(one));
  return { name, high: own(high), low: own(low) };
}

function nameOf(row: { method: string; language: string | null; seed: number }): string {
  return [row.method, row.language, `seed ${row.seed}`].filter(Boolean).join(', ');
}
