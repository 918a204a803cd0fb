/** A moving thumbnail: the filmstrip at the page's pace while it can be seen; still (but on hover) where motion is not wanted. */
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { Filmstrip } from '../../video/frames';
import { showFrame } from '../pixels';
import { onEachTick } from '../ticker';

export function Thumbnail({ filmstrip, playing }: { filmstrip: Filmstrip; playing: boolean }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  const [seen, setSeen] = useState(false);

  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return undefined;
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? false));
    observer.observe(canvas);
    return () => observer.disconnect();
  }, []);

  const moves = seen && (playing || !still);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return undefined;
    showFrame(canvas, filmstrip, Math.floor(filmstrip.count / 2));
    if (!moves) return undefined;
    return onEachTick((tick) => showFrame(canvas, filmstrip, tick));
  }, [filmstrip, moves]);

  return <canvas ref={ref} className="thumbnail" aria-hidden />;
}
