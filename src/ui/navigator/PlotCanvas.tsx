/** A canvas as wide as its place, painted again when what it shows or its size changes. */
import { useEffect, useRef } from 'react';

/** Paints a clean canvas; sizes in CSS pixels. */
export type Paint = (context: CanvasRenderingContext2D, width: number, height: number) => void;

interface PlotCanvasProps {
  /** What it shows, in words. */
  readonly label: string;
  /** CSS pixels. */
  readonly height: number;
  /** Memoised: another function is another picture. */
  readonly paint: Paint;
}

export function PlotCanvas({ label, height, paint }: PlotCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return undefined;
    const draw = () => {
      const box = canvas.getBoundingClientRect();
      const context = canvas.getContext('2d');
      if (!context || box.width === 0) return;
      const ratio = window.devicePixelRatio;
      canvas.width = Math.round(box.width * ratio);
      canvas.height = Math.round(box.height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      paint(context, box.width, box.height);
    };
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(canvas);
    return () => observer.disconnect();
  }, [height, paint]);
  return <canvas ref={ref} role="img" aria-label={label} style={{ height }} />;
}
