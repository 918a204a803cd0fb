/** The shape of a label, for legends and lists. */
import { shapePath, type Shape } from './shapes';

export function ShapeIcon({ shape }: { shape: Shape }) {
  return (
    <svg className="shape-icon" viewBox="0 0 16 16" width={14} height={14} aria-hidden>
      <path d={shapePath(shape)} fill="currentColor" />
    </svg>
  );
}
