import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { METHOD_GROUPS, methodName, type StudyConfig } from '../../../app';
import { useApp } from '../../appContext';
import classes from '../StudyForm.module.css';

interface Props {
  readonly draft: StudyConfig;
}

const OFFERED = METHOD_GROUPS.flatMap(({ methods }) => Object.keys(methods));

/** Methods by kind, each with what it does, and those that the draft has besides, such as sums of losses. */
export function MethodChoice({ draft }: Props) {
  const app = useApp();
  const own = draft.methods.filter((method) => !OFFERED.includes(method));
  const order = [...OFFERED, ...own];
  return (
    <Checkbox.Group
      label="Methods"
      description="What is compared. Each is ranked on the same queries; differences are against zero-shot transfer."
      value={[...draft.methods]}
      onChange={(values) =>
        app.study.edit({ ...draft, methods: order.filter((one) => values.includes(one)) })
      }
    >
      {METHOD_GROUPS.map(({ name, methods }, at) => {
        const chosen = Object.keys(methods).filter((method) => draft.methods.includes(method));
        return (
          <details key={name} className={classes.kind} open={at === 0 || undefined}>
            <summary>
              {name}
              <span className={classes.chosen}>
                {chosen.length > 0 && `: ${chosen.map(methodName).join(', ')}`}
              </span>
            </summary>
            <div className={classes.methods}>
              {Object.entries(methods).map(([method, about]) => (
                <Checkbox
                  key={method}
                  value={method}
                  label={methodName(method)}
                  description={about}
                />
              ))}
            </div>
          </details>
        );
      })}
      {own.length > 0 && (
        <div className={classes.methods}>
          {own.map((method) => (
            <Checkbox key={method} value={method} label={methodName(method)} description={method} />
          ))}
        </div>
      )}
      <OwnMethod draft={draft} />
    </Checkbox.Group>
  );
}

/** A method that is written as the command line takes it. */
function OwnMethod({ draft }: Props) {
  const app = useApp();
  const [text, setText] = useState('');
  const add = () => {
    const name = text.trim();
    if (!name) return;
    app.study.edit({ ...draft, methods: [...new Set([...draft.methods, name])] });
    setText('');
  };
  return (
    <div className={classes.own}>
      <TextInput
        label="Another method"
        description="LOSS, WEIGHT*LOSS+LOSS, with @STUDENT and :PAIRS"
        placeholder="ot+0.5*mse@top-2:200"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && add()}
      />
      <Button variant="default" onClick={add}>
        Add
      </Button>
    </div>
  );
}
