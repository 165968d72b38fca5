import {
  type AlignResult,
  type EngineState,
  formatDuration,
  formatNumber,
  type Picture,
} from '../../../app';
import { useAppState } from '../../appContext';
import { Chip } from '../Chip';
import classes from './AlignNumbers.module.css';

interface Props {
  readonly result: AlignResult;
  readonly picture: Picture;
}

/** The solver's numbers: never hidden, amber when they say that the plan is not one yet. */
export function AlignNumbers({ result, picture: { totalVariation } }: Props) {
  const busy = useAppState((state) => state.align.busy);
  const engine = useAppState((state) => state.engine);
  const numbers = [
    ['⟨P,C⟩', formatNumber(result.loss), 'Transport cost: mass times cost, summed'],
    ...exactNumbers(result),
    ...(totalVariation === null
      ? []
      : [
          [
            'Total variation A, B',
            formatNumber(totalVariation),
            'Half the L1 distance of the two plans: the share of mass that lies elsewhere',
          ] as const,
        ]),
    ...(Math.abs(result.mass - 1) > 1e-3
      ? [['Mass', formatNumber(result.mass), 'Mass that the plan moves'] as const]
      : []),
    ['H(P)', `${formatNumber(result.entropy)} nat`, 'Entropy of the plan'],
    ['Marginal error', formatNumber(result.marginalError), 'L1 distance of both marginals'],
    [
      'Duality gap',
      formatNumber(result.gap),
      'Primal minus dual objective of the plan as it stands',
    ],
    ['Iterations', String(result.iterations), `Sinkhorn iterations done, ${DOMAIN[result.domain]}`],
  ] as const;
  return (
    <footer className={classes.numbers}>
      <dl className={classes.list}>
        {numbers.map(([name, value, title]) => (
          <div key={name} title={title}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <span className={classes.chips} data-busy={busy}>
        {result.converged ? (
          <Chip tone="good">converged</Chip>
        ) : (
          <Chip tone="warn" hint="Allow more iterations or raise ε; the marginals do not hold yet.">
            not converged
          </Chip>
        )}
        <Chip hint={result.why}>{busy ? 'computing…' : where(result, engine)}</Chip>
      </span>
    </footer>
  );
}

const DOMAIN = {
  kernel: 'on scalings',
  absorption: 'on scalings with absorption',
  log: 'in logarithms',
} as const;

/** The exact transport cost beside the entropic one, and what the entropy adds. */
function exactNumbers({ exact }: AlignResult) {
  if (!exact) return [];
  const { bias } = exact;
  const above = bias === null ? '' : ` (${bias < 0 ? '' : '+'}${formatNumber(100 * bias)} %)`;
  const title = 'Least transport cost without entropy, and how far ⟨P,C⟩ lies above it';
  return [['Exact', `${formatNumber(exact.cost)}${above}`, title] as const];
}

function where({ engine, milliseconds }: AlignResult, { status }: EngineState): string {
  const time = formatDuration(milliseconds);
  if (engine === 'wasm') return `CPU (WASM) · ${time}`;
  const software = status?.state === 'ready' && status.adapter.software;
  if (!software) return `GPU · ${time}`;
  const { architecture, description, device } = status.adapter;
  const name = /swiftshader/i.test(`${architecture} ${description} ${device}`)
    ? 'SwiftShader'
    : 'GPU';
  return `${name} (software) · ${time}`;
}
