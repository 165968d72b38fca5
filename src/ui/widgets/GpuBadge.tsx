import { useAppState } from '../appContext';
import { Chip } from './Chip';

/** The device, or why there is none. */
export function GpuBadge() {
  const { status, crash } = useAppState((state) => state.engine);
  if (crash)
    return (
      <Chip tone="warn" hint={crash}>
        engine stopped
      </Chip>
    );
  if (!status) return <Chip>opening GPU…</Chip>;
  if (status.state !== 'ready') {
    const name = {
      'no-webgpu': 'no WebGPU',
      'no-adapter': 'no GPU adapter',
      'no-device': 'no GPU device',
      lost: 'GPU lost',
    }[status.state];
    return (
      <Chip tone="warn" hint={status.message}>
        {name}
      </Chip>
    );
  }
  const { adapter } = status;
  const name = adapter.device || adapter.description || `${adapter.vendor} ${adapter.architecture}`;
  if (!adapter.software)
    return (
      <Chip tone="good" hint={describeAdapter(adapter)}>
        GPU · {name}
      </Chip>
    );
  return (
    <Chip
      tone="warn"
      hint={`Software adapter: right, but slow; timings are not comparable. ${describeAdapter(adapter)}`}
    >
      software GPU · slow
    </Chip>
  );
}

function describeAdapter(adapter: {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
}): string {
  return [adapter.vendor, adapter.architecture, adapter.device, adapter.description]
    .filter(Boolean)
    .join(' · ');
}
