/** Shows a study's progress on stderr: one line that is rewritten on a terminal, else a line every five seconds. */
export class ProgressLine {
  #last = 0;
  #stage = '';
  #wide = 0;

  constructor(stream = process.stderr, now = Date.now) {
    this.stream = stream;
    this.now = now;
  }

  show(event) {
    if (event.type === 'note') this.line(`note: ${event.message}`);
    if (event.type !== 'progress') return;
    const fresh = event.stage + event.label !== this.#stage;
    if (!fresh && this.now() - this.#last < (this.stream.isTTY ? 200 : 5000)) return;
    this.#stage = event.stage + event.label;
    this.#last = this.now();
    const share = `${String(Math.floor(100 * event.overall)).padStart(3)} %`;
    const part = event.total > 1 ? ` ${event.done}/${event.total}` : '';
    const eta = event.eta === null ? '' : `, about ${clock(event.eta)} left`;
    this.rewrite(`${share}  ${event.stage}: ${event.label}${part}${eta}`);
  }

  line(text) {
    this.stream.write(`${this.stream.isTTY ? `\r${' '.repeat(this.#wide)}\r` : ''}${text}\n`);
  }

  rewrite(text) {
    if (!this.stream.isTTY) this.stream.write(`${text}\n`);
    else this.stream.write(`\r${text.padEnd(this.#wide)}`);
    this.#wide = Math.max(this.#wide, text.length);
  }

  end() {
    if (this.stream.isTTY && this.#wide > 0) this.stream.write('\n');
  }
}

/** Seconds as m:ss. */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
