import { expect, it } from 'vitest';
import { parseReport } from './parseReport';

it('says what is wrong with the file', () => {
  expect(() => parseReport('<html>')).toThrow(/not JSON/);
  expect(() => parseReport('{}')).toThrow(/names no schema, wanted "study\/1"/);
  expect(() => parseReport('{"schema":"study/2"}')).toThrow(/schema is "study\/2"/);
  expect(() => parseReport('null')).toThrow(/not a report/);
  expect(() => parseReport('{"schema":"study/1"}')).toThrow(/field config/);
});
