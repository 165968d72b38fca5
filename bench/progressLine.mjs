/** Shows a study's progress on stderr: one line that is rewritten on a terminal, else a line every five seconds. */
export class ProgressLine {
  #last = 0;
  #stage = '';
  #wide = 0;
  #open = false;

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
    const part = event.total > 1 ? ` ${Math.floor(event.done)}/${event.total}` : '';
    const eta = event.eta === null ? '' : `, about ${clock(event.eta)} left`;
    this.rewrite(`${share}  ${event.stage}: ${event.label}${part}${eta}`);
  }

  line(text) {
    this.stream.write(`${this.#open ? `\r${' '.repeat(this.#wide)}\r` : ''}${text}\n`);
    this.#open = false;
  }

  rewrite(text) {
    if (!this.stream.isTTY) {
      this.stream.write(`${text}\n`);
      return;
    }
    // A wrapped line could not be rewritten.
    const fits = text.slice(0, (this.stream.columns || 80) - 1);
    this.stream.write(`\r${fits.padEnd(this.#wide)}`);
    this.#wide = fits.length;
    this.#open = true;
  }

  end() {
    if (this.#open) this.stream.write('\n');
    this.#open = false;
  }
}

/** Seconds as m:ss. */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
