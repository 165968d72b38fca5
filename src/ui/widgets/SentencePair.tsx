import { Badge } from '@mantine/core';
import { type AlignProblem, languageLabel, type Sentence } from '../../app';
import classes from './SentencePair.module.css';

/** Both sentences with their slots underlined. */
export function SentencePair({ problem }: { readonly problem: AlignProblem }) {
  const { rows, columns, intent, synthetic } = problem;
  return (
    <section className={classes.pair} aria-label="Sentences">
      <Line sentence={rows} />
      <Line sentence={columns} />
      <p className={classes.facts}>
        {intent ? (
          <Badge variant="default" tt="none">
            {intent}
          </Badge>
        ) : (
          <Badge variant="default" tt="none">
            your own pair
          </Badge>
        )}
        {synthetic && <span>synthetic text, written by a grammar; slots are underlined</span>}
      </p>
    </section>
  );
}

function Line({ sentence }: { readonly sentence: Sentence }) {
  return (
    <p className={classes.line}>
      <span className={classes.language}>{languageLabel(sentence.language)}</span>
      <bdi lang={sentence.language} dir="auto">
        {slotParts(sentence).map(({ key, text, slot }) =>
          slot ? (
            <span key={key} className={classes.slot} title={slot}>
              {text}
              <span className={classes.slotName}>{slot.toLowerCase().replaceAll('_', ' ')}</span>
            </span>
          ) : (
            <span key={key}>{text}</span>
          ),
        )}
      </bdi>
    </p>
  );
}

/** Cuts a text at its slots; overlapping slots keep the first. */
function slotParts({ text, slots }: Sentence) {
  const parts: { key: number; text: string; slot: string | null }[] = [];
  let at = 0;
  for (const slot of slots.toSorted((a, b) => a.start - b.start)) {
    if (slot.start < at || slot.end > text.length) continue;
    if (slot.start > at) parts.push({ key: at, text: text.slice(at, slot.start), slot: null });
    parts.push({ key: slot.start, text: text.slice(slot.start, slot.end), slot: slot.name });
    at = slot.end;
  }
  if (at < text.length) parts.push({ key: at, text: text.slice(at), slot: null });
  return parts;
}
