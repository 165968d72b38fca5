const count = (number) => number.toLocaleString('en-US');

/** `fuzz: 12,000 cases, 31 parsers, 4,812 read, 7,188 refused, 0 failed (seed 7)` */
export function summaryLine({ cases, parsers, read, refused, failures }, seed) {
  const parts = [
    `${count(cases)} cases`,
    `${count(parsers)} parsers`,
    `${count(read)} read`,
    `${count(refused)} refused`,
    `${count(failures.length)} failed`,
  ];
  return `fuzz: ${parts.join(', ')} (seed ${seed})`;
}

/** Bytes of a file that are shown, a run counted once. */
const SHOWN = 400;

/** What failed, on which file, and the command that runs it again. */
export function failureText({ target, seed, path, reason, file, mutations }) {
  const lines = [`FAILED ${target}, seed ${seed}, path ${path}`, `  ${indented(reason)}`];
  if (file) {
    const changes = mutations.length > 0 ? `, after ${mutations.join(', ')}` : '';
    lines.push(`  ${file.path}: ${count(file.bytes.length)} bytes${changes}`);
    lines.push(`  ${escaped(file.bytes)}`);
  }
  lines.push(`  npm run fuzz -- --parser ${quoted(target)} --seed ${seed} --path ${path}`);
  return lines.join('\n');
}

function indented(text) {
  return text.replaceAll('\n', '\n  ');
}

function quoted(text) {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** So many equal bytes are written as one and their number. */
const RUN = 24;

/** Bytes as a string of JavaScript: ASCII as it is, the rest as \\xHH; a long run of one byte as `{a x 1000000}`. */
export function escaped(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; ) {
    let end = at + 1;
    while (end < bytes.length && bytes[end] === bytes[at]) end++;
    const shown = escapedByte(bytes[at]);
    const run = end - at;
    parts.push(run >= RUN ? `{${shown} x ${run}}` : shown.repeat(run));
    at = end;
    if (parts.length >= SHOWN && at < bytes.length) return `"${parts.join('')}"…`;
  }
  return `"${parts.join('')}"`;
}

function escapedByte(byte) {
  const named = { 9: '\\t', 10: '\\n', 13: '\\r', 34: '\\"', 92: '\\\\' }[byte];
  if (named) return named;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
