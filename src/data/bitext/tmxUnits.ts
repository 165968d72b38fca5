import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { ParseError } from '../../lib';

/** One `tu`: variants of one segment in several languages, as its `tuv` have them. */
export interface TmxUnit {
  /** Where it starts. */
  readonly line: number;
  /** Language as written, and text. */
  readonly variants: readonly { readonly language: string; readonly text: string }[];
  /** Text of its first `prop` whose type speaks of a score. */
  readonly score?: string;
  /** What is wrong with its XML. */
  readonly fault?: string;
}

/** Native code of a formatter, not text (TMX 1.4b, 2.4 content mark-up); `sub` in it is text of another place. */
const CODES = new Set(['bpt', 'ept', 'ph', 'it', 'ut']);
/** As lines: without a limit a text or tag that never ends would fill the memory. */
const MOST_UNITS = 2 ** 26;
/** Of one tag or text: the parser names every character that is wrong, which takes longer than to read it. */
const MOST_FAULTS = 10_000;

interface OpenUnit {
  line: number;
  variants: { language: string; text: string }[];
  score?: string;
  fault?: string;
}

/**
 * Cuts XML into units. Inside a `seg` the content of bpt, ept, ph, it and ut is left out, that of hi and of unknown
 * elements is text; line breaks are folded into one space. A document type is skipped, it declares nothing: other
 * entities than XML's five are faults.
 */
export class TmxUnits {
  readonly #parser = new SaxesParser({ xmlns: false });
  readonly #open: string[] = [];
  #ready: TmxUnit[] = [];
  #unit: OpenUnit | undefined;
  #language = '';
  #text: string | undefined;
  #skipping = 0;
  #isScore = false;
  #waiting = 0;
  #hasRoot = false;
  #faults = 0;
  #faultsHere = 0;
  #firstFault = '';

  constructor(readonly file: string) {
    // The parser's own table inherits from Object, so that &constructor; would be text.
    const entities = { amp: '&', gt: '>', lt: '<', quot: '"', apos: "'" };
    this.#parser.ENTITIES = Object.assign(Object.create(null), entities);
    this.#parser.on('opentag', (tag) => this.#start(tag));
    this.#parser.on('closetag', ({ name }) => this.#end(name));
    this.#parser.on('text', (text) => this.#add(text));
    this.#parser.on('cdata', (text) => this.#add(text));
    this.#parser.on('error', (error) => this.#fault(error.message));
  }

  /** @throws ParseError if the root is not `tmx`, or one text or tag has more than 64 Mi characters or 10,000 faults. */
  push(text: string): readonly TmxUnit[] {
    this.#waiting += text.length;
    this.#parser.write(text);
    if (this.#waiting > MOST_UNITS) throw this.#error(`found no tag in ${MOST_UNITS} characters`);
    return this.#take();
  }

  /** @throws ParseError if the file ends inside an element, or has none. */
  end(): readonly TmxUnit[] {
    const inside = this.#open.at(-1);
    if (inside !== undefined)
      throw this.#error(`the file ends inside <${inside}>, wanted </tmx>; it is cut off`);
    this.#parser.close();
    if (!this.#hasRoot) throw this.#error('found no element, wanted <tmx>');
    return this.#take();
  }

  /** What is wrong outside units, in one line; undefined where all is well. */
  get faults(): string | undefined {
    return this.#faults === 0
      ? undefined
      : `${this.#faults} faults of the XML outside units, first: ${this.#firstFault}`;
  }

  #take(): readonly TmxUnit[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #start({ name, attributes }: SaxesTagPlain): void {
    this.#waiting = this.#faultsHere = 0;
    if (!this.#hasRoot && name !== 'tmx')
      throw this.#error(`found <${name.slice(0, 40)}>, wanted <tmx>`);
    this.#hasRoot = true;
    this.#open.push(name);
    if (this.#text !== undefined) {
      if (this.#skipping > 0 || CODES.has(name)) this.#skipping += 1;
    } else if (name === 'tu') this.#unit = { line: this.#parser.line, variants: [] };
    else if (!this.#unit) return;
    else if (name === 'tuv') this.#language = attributes['xml:lang'] ?? attributes.lang ?? '';
    else if (name === 'seg') this.#text = '';
    else if (
      name === 'prop' &&
      this.#open.at(-2) === 'tu' &&
      /score/i.test(attributes.type ?? '')
    ) {
      this.#isScore = this.#unit.score === undefined;
      if (this.#isScore) this.#unit.score = '';
    }
  }

  #add(text: string): void {
    this.#waiting = this.#faultsHere = 0;
    if (this.#isScore && this.#unit) this.#unit.score += text;
    else if (this.#text !== undefined && this.#skipping === 0) this.#text += text;
  }

  #end(name: string): void {
    this.#waiting = this.#faultsHere = 0;
    this.#open.pop();
    const unit = this.#unit;
    if (this.#skipping > 0) this.#skipping -= 1;
    else if (name === 'seg' && unit && this.#text !== undefined) {
      unit.variants.push({ language: this.#language, text: folded(this.#text) });
      this.#text = undefined;
    } else if (name === 'prop') this.#isScore = false;
    else if (name === 'tu' && unit) {
      this.#ready.push(unit);
      this.#unit = undefined;
      this.#text = undefined;
    }
  }

  #fault(message: string): void {
    this.#faultsHere += 1;
    if (this.#faultsHere > MOST_FAULTS)
      throw this.#error(`found more than ${MOST_FAULTS} faults of the XML in one tag or text`);
    const place = `line ${this.#parser.line}: `;
    const fault = message.replace(/^(?:.*?:)?\d+:\d+: /, '');
    if (this.#unit) this.#unit.fault ??= fault;
    else {
      this.#faults += 1;
      this.#firstFault ||= place + fault;
    }
  }

  #error(detail: string): ParseError {
    return new ParseError(this.file, this.#parser.line, '', detail);
  }
}

function folded(text: string): string {
  // Line by line: an expression for white space around a break tries every run of spaces to its end.
  const lines = text.split(/[\r\n]/).map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}
