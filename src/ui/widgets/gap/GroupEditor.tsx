import { Button, Menu } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { groupNotes, languageLabel, moveLanguage, TIERS, type Tier, tierOf } from '../../../app';
import { useApp } from '../../appContext';
import view from '../../views/view.module.css';
import classes from './gap.module.css';
import type { Gap } from './useGap';

const NAMES: Readonly<Record<Tier, string>> = {
  high: 'High group',
  low: 'Low group',
  none: 'In no group',
};

/** The groups, edited in place: a language is dragged, or moved by the menu behind it. */
export function GroupEditor({ gap: { groups, points, report } }: { readonly gap: Gap }) {
  const app = useApp();
  const [over, setOver] = useState<Tier | null>(null);
  const move = (language: string, tier: Tier) => app.look.set(moveLanguage(groups, language, tier));
  const drop = (event: DragEvent, tier: Tier) => {
    event.preventDefault();
    setOver(null);
    const language = event.dataTransfer.getData('text/plain');
    if (points.languages.includes(language)) move(language, tier);
  };
  return (
    <section aria-label="Groups of languages">
      <div className={view.row}>
        <p className={view.soft}>
          Groups: <strong>{groups.name}</strong>
        </p>
        {groups.edited && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => app.look.set({ high: null, low: null })}
          >
            Back to “{report.groups.name}”
          </Button>
        )}
      </div>
      <div className={classes.groups}>
        {TIERS.map((tier) => (
          <section
            key={tier}
            className={classes.tier}
            aria-label={NAMES[tier]}
            data-over={over === tier}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(tier);
            }}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => drop(event, tier)}
          >
            <h4>{NAMES[tier]}</h4>
            <ul>
              {points.languages
                .filter((language) => tierOf(groups, language) === tier)
                .map((language) => (
                  <li key={language}>
                    <LanguageChip language={language} tier={tier} onMove={move} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
      {groupNotes(groups).map((note) => (
        <p key={note} className={view.soft}>
          {note}
        </p>
      ))}
    </section>
  );
}

interface ChipProps {
  readonly language: string;
  readonly tier: Tier;
  readonly onMove: (language: string, tier: Tier) => void;
}

function LanguageChip({ language, tier, onMove }: ChipProps) {
  return (
    <Menu withinPortal position="bottom-start">
      <Menu.Target>
        <button
          type="button"
          className={classes.chip}
          draggable
          title="Move to another group"
          onDragStart={(event) => event.dataTransfer.setData('text/plain', language)}
        >
          {languageLabel(language)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {TIERS.filter((one) => one !== tier).map((one) => (
          <Menu.Item key={one} onClick={() => onMove(language, one)}>
            {one === 'none' ? 'Out of both groups' : `To the ${one} group`}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
