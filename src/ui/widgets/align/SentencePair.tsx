import { Badge } from '@mantine/core';
import { useMemo } from 'react';
import {
  type IsolatedToken,
  languageLabel,
  type Picture,
  type Sentence,
  type Solved,
  sentenceParts,
  textDirection,
} from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from './SentencePair.module.css';

interface Props {
  readonly solved: Solved;
  readonly picture: Picture;
}

/** Both sentences in tokens that can be pointed at, their slots underlined. */
export function SentencePair({ solved: { problem }, picture }: Props) {
  const { intent, synthetic } = problem;
  return (
    <section className={classes.pair} aria-label="Sentences">
      <Line sentence={picture.rows.sentence} side="row" picture={picture} />
      <Line sentence={picture.columns.sentence} side="column" picture={picture} />
      <p className={classes.facts}>
        <Badge variant="default" tt="none">
          {intent ?? 'your own pair'}
        </Badge>
        {synthetic && <span>synthetic text, written by a grammar; slots are underlined</span>}
      </p>
    </section>
  );
}

interface LineProps {
  readonly sentence: Sentence;
  readonly side: IsolatedToken['side'];
  readonly picture: Picture;
}

/** Below this share a token counts as not linked with the isolated one. */
const LINKED = 0.05;

function Line({ sentence, side, picture }: LineProps) {
  const app = useApp();
  const isolated = useAppState((state) => state.align.isolated);
  const here = useAppState(({ align }) => align.cursor?.[side] ?? null);
  const parts = useMemo(() => sentenceParts(sentence), [sentence]);
  const direction = textDirection(sentence.text);
  return (
    <p className={classes.line}>
      <span className={classes.language}>
        {languageLabel(sentence.language)}
        {direction === 'rtl' && <abbr title="written from right to left"> ⇠</abbr>}
      </span>
      <bdi lang={sentence.language} dir="auto">
        {parts.map(({ key, slot, tokens }) => (
          <span key={key} className={slot ? classes.slot : undefined} title={slot ?? undefined}>
            <span className={slot ? classes.words : undefined}>
              {tokens.map(({ text, token, at }) => (
                <span
                  key={at}
                  className={classes.token}
                  data-faded={token !== null && isFaded(side, token, isolated, picture)}
                  data-here={token !== null && token === here}
                  onPointerEnter={() => token !== null && app.align.isolate({ side, index: token })}
                  onPointerLeave={() => token !== null && app.align.isolate(null)}
                >
                  {text}
                </span>
              ))}
            </span>
            {slot && (
              <span className={classes.slotName}>{slot.toLowerCase().replaceAll('_', ' ')}</span>
            )}
          </span>
        ))}
      </bdi>
    </p>
  );
}

/** Whether a token is neither the isolated one nor linked with it. */
function isFaded(
  side: IsolatedToken['side'],
  token: number,
  isolated: IsolatedToken | null,
  { pooled: { plan, rows, columns } }: Picture,
): boolean {
  if (!isolated) return false;
  if (isolated.side === side) return isolated.index !== token;
  const [row, column] = side === 'row' ? [token, isolated.index] : [isolated.index, token];
  let whole = 0;
  if (isolated.side === 'row')
    for (let k = 0; k < columns; k++) whole += plan[row * columns + k] ?? 0;
  else for (let k = 0; k < rows; k++) whole += plan[k * columns + column] ?? 0;
  return (plan[row * columns + column] ?? 0) < LINKED * whole;
}
