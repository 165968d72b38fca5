/** Progress goes to stderr, so that stdout holds results only. */
export function say(message) {
  process.stderr.write(`${message}\n`);
}

/** Ends the process with a message; codes: 2 the run failed, 3 no browser or no adapter, 64 wrong usage. */
export class Exit extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
