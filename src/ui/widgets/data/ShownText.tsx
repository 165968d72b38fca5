import { textParts } from '../../../app';
import classes from './data.module.css';

interface Props {
  readonly text: string;
  readonly language: string;
  readonly slots?: readonly {
    readonly name: string;
    readonly start: number;
    readonly end: number;
  }[];
}

/** A text of any script in its own direction, slots underlined, characters that would not be seen as marks. */
export function ShownText({ text, language, slots }: Props) {
  return (
    <bdi lang={language} dir="auto">
      {textParts(text, slots).map(({ key, text: part, slot, mark }) =>
        mark ? (
          <span key={key} className={classes.mark} title="a character that is not seen">
            {mark}
          </span>
        ) : slot ? (
          <span key={key} className={classes.slot} title={slot}>
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </bdi>
  );
}
