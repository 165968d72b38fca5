/**
 * Gives the id as digits: MTOP writes `22365872` as the hexadecimal of its ASCII digits, `3232333635383732`.
 *
 * Only twelve or more digits that all pair up as `30`–`39` are decoded, so that a plain decimal id (at most nine
 * digits in MTOP) can never be mistaken for one; any other id is given back unchanged.
 */
export function decodeId(id: string): string {
  if (!/^(?:3[0-9]){6,}$/.test(id)) return id;
  return id.replaceAll(/3([0-9])/g, '$1');
}
