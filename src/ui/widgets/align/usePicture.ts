import { useMemo } from 'react';
import { type Picture, pictureOf, type Solved } from '../../../app';
import { useAppState } from '../../appContext';

/** What is drawn of a solved pair; the same object until something of it changes. */
export function usePicture(solved: Solved): Picture {
  const against = useAgainst();
  const window = useAppState((state) => state.align.window);
  const mode = useAppState((state) => state.look.mode);
  const unit = useAppState((state) => state.look.unit);
  const norm = useAppState((state) => state.look.norm);
  const scale = useAppState((state) => state.look.scale);
  const gradient = useAppState((state) => state.look.gradient);
  return useMemo(
    () => pictureOf(solved, against, { mode, unit, norm, scale, gradient }, window),
    [solved, against, mode, unit, norm, scale, gradient, window],
  );
}

/** A of A − B, or why there is none. */
function useAgainst(): Solved | string | null {
  const kind = useAppState((state) => state.look.against);
  const kept = useAppState((state) => state.align.kept);
  const against = useAppState((state) => state.align.against);
  const error = useAppState((state) => state.align.againstError);
  if (kind === 'kept') return kept;
  return against ?? error ?? 'The plan of A is being computed.';
}
