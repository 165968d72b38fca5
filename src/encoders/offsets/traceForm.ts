import { type Traced, Tracer } from './traced';

/** Unicode's normal forms. */
export type NormalForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

/** Marks on one letter that are looked at one by one; more are taken as a whole. */
const MOST_MARKS = 32;
/** Vowels and final consonants of Hangul join the syllable before them though they are no marks. */
const JOINS_BEFORE = /^[\p{M}\u1161-\u1175\u11a8-\u11c2]/u;

/**
 * Brings a traced text to a normal form. A character that becomes several is what each of them was made from; several
 * that are composed, or put in another order, are together what the result was made from, and no more than
 * these: marks that stay as they are keep places of their own.
 */
export function traceForm(from: Traced, form: NormalForm): Traced {
  const tracer = new Tracer(from);
  const apart = form.includes('K') ? 'NFKD' : 'NFD';
  let [start, marks] = [0, 0];
  let at = 0;
  for (const character of from.text) {
    const code = character.codePointAt(0)!;
    const joins =
      code >= 0x300 && JOINS_BEFORE.test(code < 0x1100 ? character : character.normalize(apart));
    if (!joins && at > start) {
      traceCluster(tracer, start, at, marks, form);
      [start, marks] = [at, 0];
    }
    marks++;
    at += character.length;
  }
  if (at > start) traceCluster(tracer, start, at, marks, form);
  return tracer.done();
}

/** A letter with all that may be composed with it. */
function traceCluster(
  tracer: Tracer,
  start: number,
  end: number,
  characters: number,
  form: NormalForm,
): void {
  const { text } = tracer.from;
  const whole = text.slice(start, end);
  if (characters > MOST_MARKS) {
    tracer.replace(whole.normalize(form), start, end);
    return;
  }
  for (let at = start; at < end; ) {
    const rest = text.slice(at, end);
    const wanted = rest.normalize(form);
    let next = at;
    let shown = '';
    // The fewest characters whose form does not depend on what follows.
    do {
      next += text.codePointAt(next)! > 0xffff ? 2 : 1;
      shown = text.slice(at, next).normalize(form);
    } while (next < end && shown + text.slice(next, end).normalize(form) !== wanted);
    if (shown === text.slice(at, next)) tracer.keep(at, next);
    else tracer.replace(shown, at, next);
    at = next;
  }
}
