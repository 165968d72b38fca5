import type { AlignRequest } from '../../worker';
import { formatNumber } from '../format';
import type { Look } from '../look/look';

type Settings = Pick<
  Look,
  'epsilon' | 'iterations' | 'marginals' | 'rho' | 'mass' | 'distortion' | 'mode' | 'gradient'
>;

/** What the solver is asked for. The implicit gradient knows balanced transport alone. */
export function transportSettings(
  look: Settings,
): Pick<AlignRequest, 'epsilon' | 'iterations' | 'marginals' | 'distortion' | 'gradient'> {
  const { epsilon, iterations, marginals: kind, rho, mass, distortion, mode, gradient } = look;
  const marginals =
    kind === 'unbalanced'
      ? ({ kind, rhoX: rho, rhoY: rho } as const)
      : kind === 'partial'
        ? ({ kind, mass } as const)
        : ({ kind } as const);
  const wanted = kind === 'balanced' ? gradient : 'plan-fixed';
  return {
    ...{ epsilon, iterations, marginals, distortion },
    ...(mode === 'gradient' && { gradient: wanted }),
  };
}

/** The same for people; what stands at its default is left out. */
export function settingsText({ epsilon, iterations, marginals, rho, mass, distortion }: Settings) {
  return [
    `ε ${formatNumber(epsilon)}`,
    `${iterations} iterations`,
    ...(marginals === 'unbalanced' ? [`unbalanced, ρ ${formatNumber(rho)}`] : []),
    ...(marginals === 'partial' ? [`partial, mass ${formatNumber(mass)}`] : []),
    ...(distortion > 0 ? [`position prior ${formatNumber(distortion)}`] : []),
  ].join(' · ');
}
