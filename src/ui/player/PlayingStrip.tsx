/** A few frames that play from their beginning, over and over; the first one alone where motion is not wanted. */
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import type { Filmstrip } from '../../video/frames';
import { showFrame } from '../pixels';
import { onEachTick } from '../ticker';

export function PlayingStrip({ strip, className }: { strip: Filmstrip; className?: string }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const still = useReducedMotion(undefined, { getInitialValueInEffect: false });
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return undefined;
    showFrame(canvas, strip, 0);
    if (still) return undefined;
    // From its beginning, wherever the page's clock stands.
    let frame = 0;
    return onEachTick(() => showFrame(canvas, strip, (frame += 1)));
  }, [still, strip]);
  return <canvas ref={ref} className={className} aria-hidden />;
}
