import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type ReactNode, useRef, useState } from 'react';
import classes from './SideScroll.module.css';

interface Props {
  readonly label: string;
  readonly children: ReactNode;
}

/** What may be wider than its place: it fades where it goes on, and says so. */
export function SideScroll({ label, children }: Props) {
  const { ref, width } = useElementSize<HTMLElement>();
  const { ref: inner, width: wanted } = useElementSize();
  const box = useRef<HTMLElement>(null);
  const both = useMergedRef(ref, box);
  const [left, setLeft] = useState(0);
  const hidden = Math.max(0, Math.round(wanted - width));
  const edges = [left > 1 && 'start', hidden - left > 1 && 'end'].filter(Boolean).join(' ');
  return (
    <>
      <section
        ref={both}
        className={classes.box}
        data-more={edges}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
        tabIndex={0}
        aria-label={label}
        onScroll={(event) => setLeft(event.currentTarget.scrollLeft)}
      >
        <div ref={inner} className={classes.inner}>
          {children}
        </div>
      </section>
      {hidden > 1 && <p className={classes.hint}>↔ Wider than the screen: scroll sideways.</p>}
    </>
  );
}
