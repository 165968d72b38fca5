// A harness with parsers that hang and fill the memory, for the test of the command.
import { pickTargets, runFuzz, shareOf } from '../src/data/fuzz';

export { pickTargets, runFuzz, shareOf };

const target = (name: string, read: () => void) => ({
  name,
  seeds: [{ path: name, bytes: new Uint8Array([1]) }],
  async read() {
    read();
    return { kept: 1, bad: 0 };
  },
});

export function allTargets() {
  return [
    target('a', () => undefined),
    target('full', () => {
      const kept: number[][] = [];
      for (;;) kept.push(new Array<number>(1e6).fill(0.5));
    }),
    target('hang', () => {
      for (;;);
    }),
    target('z', () => undefined),
  ];
}
