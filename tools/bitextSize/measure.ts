import { bitextPairs, readBitext, type StreamedFile } from '../../src/data';

const MIB = 2 ** 20;
const CHUNK = 2 ** 16;
/** Lines are drawn anew each time, so that a set of those seen grows as it does with a real corpus. */
const WORDS = {
  en: 'the rain falls on every roof of this old town and nobody minds it much tonight because'.split(
    ' ',
  ),
  sw: 'mvua inanyesha juu ya kila paa la mji huu wa zamani na hakuna anayejali sana usiku wa leo'.split(
    ' ',
  ),
};

export async function measure(what: string, size?: number): Promise<object> {
  if (what === 'lines') return lines(size ?? 100_000);
  if (what !== 'stream' && what !== 'read')
    throw new RangeError(`wanted stream, read or lines, got ${what}`);
  const half = ((size ?? 1024) * MIB) / 2;
  const bytes = { read: 0 };
  const count = lineCount(half);
  const files = [
    generated('x.en-sw.en', 'en', count, bytes),
    generated('x.en-sw.sw', 'sw', count, bytes),
  ];
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage().rss);
  };
  const timer = setInterval(look, 50);
  const start = performance.now();
  let pairs = 0;
  if (what === 'stream')
    for await (const batch of bitextPairs(files)) {
      pairs += batch.pairs.length;
      look();
    }
  else {
    const { about } = await readBitext(files);
    pairs = about[0]?.counts.read ?? 0;
  }
  const seconds = (performance.now() - start) / 1000;
  look();
  clearInterval(timer);
  const mebibytes = bytes.read / MIB;
  return {
    ...{ what, pairs, mebibytes: round(mebibytes), seconds: round(seconds) },
    mebibytesPerSecond: round(mebibytes / seconds),
    rssGrowthMebibytes: round((peak - before) / MIB),
  };
}

/** A side of so many lines, made as they are read. */
function generated(
  path: string,
  language: keyof typeof WORDS,
  lineCount: number,
  bytes: { read: number },
): StreamedFile {
  return {
    path,
    async *chunks() {
      const encoder = new TextEncoder();
      let text = '';
      for (let line = 0; line < lineCount; line++) {
        text += `${sentence(language, line)}\n`;
        if (text.length < CHUNK && line < lineCount - 1) continue;
        const chunk = encoder.encode(text);
        bytes.read += chunk.length;
        text = '';
        yield chunk;
        // As a disk does it: the next piece comes with a task of its own now and then.
        if (line % 64 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
      }
    },
  };
}

/** About 60 characters that name their line, so that no two are the same. */
function sentence(language: keyof typeof WORDS, line: number): string {
  const words = WORDS[language];
  let text = `${line}`;
  for (let at = 0; at < 10; at++)
    text += ` ${words[(line * 7 + at * 3 + (line >> 4)) % words.length]}`;
  return text;
}

function lineCount(bytes: number): number {
  const sample = Array.from({ length: 1000 }, (_, at) => sentence('en', at * 5003).length + 1);
  // A little more: line numbers get longer than the sample.
  return Math.round(
    (1.015 * bytes) / (sample.reduce((sum, length) => sum + length, 0) / sample.length),
  );
}

async function lines(count: number): Promise<object> {
  const encoder = new TextEncoder();
  const side = (language: keyof typeof WORDS) =>
    encoder.encode(Array.from({ length: count }, (_, at) => sentence(language, at)).join('\n'));
  const files = [
    { path: 'x.en', bytes: side('en') },
    { path: 'x.sw', bytes: side('sw') },
  ];
  const seconds: number[] = [];
  for (let round5 = 0; round5 < 5; round5++) {
    const start = performance.now();
    const { about } = await readBitext(files);
    if (about[0]?.counts.kept !== count) throw new Error('lines were lost');
    seconds.push((performance.now() - start) / 1000);
  }
  return { what: 'lines', lines: count, seconds: seconds.map(round) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
