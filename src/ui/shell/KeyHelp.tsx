import { CloseButton, Kbd, Modal, Switch } from '@mantine/core';
import { Fragment } from 'react';
import { type Command, shownKeys } from './command';
import { isMac } from './isMac';
import classes from './KeyHelp.module.css';
import { useSingleKeys } from './Shortcuts';

interface Props {
  readonly commands: readonly Command[];
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** All shortcuts (`?`), and a switch for those of a single key. */
export function KeyHelp({ commands, opened, onClose }: Props) {
  const [single, setSingle] = useSingleKeys();
  const withKeys = commands.filter(({ keys }) => keys?.length);
  const groups = [...new Set(withKeys.map(({ group }) => group))];
  return (
    <Modal.Root opened={opened} onClose={onClose} size="lg">
      <Modal.Overlay />
      <Modal.Content aria-label="Keyboard">
        <Modal.Body>
          <div className={classes.head}>
            <h2>Keyboard</h2>
            <CloseButton aria-label="Close" onClick={onClose} />
          </div>
          <Switch
            label="Shortcuts of a single key"
            checked={single}
            onChange={(event) => setSingle(event.currentTarget.checked)}
          />
          {groups.map((group) => (
            <section key={group}>
              <h3 className={classes.group}>{group}</h3>
              <dl className={classes.list}>
                {withKeys
                  .filter((command) => command.group === group)
                  .map(({ id, label, keys = [] }) => (
                    <Fragment key={id}>
                      <dt>
                        {keys.map((key) => (
                          <Kbd key={key}>{shownKeys(key, isMac())}</Kbd>
                        ))}
                      </dt>
                      <dd>{label}</dd>
                    </Fragment>
                  ))}
              </dl>
            </section>
          ))}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
