/** A wide table that scrolls sideways under its first column, and shows that it does: a shadow where there is more, and a line that says so. */
import { useEffect, useRef, useState, type ReactNode } from 'react';

/** Pixels that are no more than rounding. */
const SLACK = 2;

interface ScrollTableProps {
  readonly name: string;
  /** What is found to the side. */
  readonly more: string;
  readonly children: ReactNode;
}

export function ScrollTable({ name, more, children }: ScrollTableProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [{ wide, atEnd }, setPlace] = useState({ wide: false, atEnd: true });
  useEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const look = () => {
      const beyond = box.scrollWidth - box.clientWidth;
      const place = { wide: beyond > SLACK, atEnd: box.scrollLeft >= beyond - SLACK };
      setPlace((before) => (before.wide === place.wide && before.atEnd === place.atEnd ? before : place));
    };
    const observer = new ResizeObserver(look);
    observer.observe(box);
    for (const child of box.children) observer.observe(child);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, []);
  return (
    <div className="scroll-table">
      {wide && <p className="hint">The table scrolls sideways: {more} →</p>}
      <div className="scroll-table-frame" data-more={!atEnd || undefined}>
        <div ref={ref} className="all-runs-scroll" role="region" aria-label={name} tabIndex={0}>
          {children}
        </div>
      </div>
    </div>
  );
}
