import type { TextStyle } from './writtenTexts';

/** A reader that leaves the file's fonts alone has wider letters. */
const SLACK = 0.9;

/** Cuts a text into lines of at most `width` CSS pixels, between words where there are any. */
export function wrapText(
  text: string,
  width: number,
  { family, size, weight }: Pick<TextStyle, 'family' | 'size' | 'weight'>,
): string[] {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = `${weight} ${size}px ${family}`;
  const widthOf = (line: string) => context?.measureText(line).width ?? (line.length * size) / 2;
  return fillLines(text, (line) => widthOf(line) <= width * SLACK);
}

const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });
const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The same for any measure: `fits` says whether a line is short enough. No line begins with a comma, which may stand out
 * instead; Thai and Chinese break between words, too.
 */
export function fillLines(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  let line = '';
  const add = (part: string) => {
    if (line === '' || /^[\s\p{P}]+$/u.test(part) || fits(`${line}${part}`.trimEnd())) {
      line += part;
      return;
    }
    lines.push(line.trimEnd());
    line = part.trimStart();
  };
  for (const { segment } of WORDS.segment(text.replaceAll(/\s+/g, ' ').trim())) {
    if (fits(segment)) add(segment);
    else for (const letter of LETTERS.segment(segment)) add(letter.segment);
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()];
}
