/** A measured number with its interval beside it, its controls below it, and what else has to be said of it. */
import './measured_text.css';
import type { Control } from '../../evaluate/score';
import { controlText, decimal } from '../format';

export interface MeasuredTextProps {
  /** Words where it is not one number: the values of a few seeds. */
  readonly value: number | string;
  /** `[0.03, 0.20]`, or `± 0.05` over seeds. */
  readonly interval: string | undefined;
  readonly controls: readonly Control[];
  readonly notes?: readonly string[];
}

export function MeasuredText({ value, interval, controls, notes = [] }: MeasuredTextProps) {
  const below = [...controls.map(controlText), ...notes];
  return (
    <>
      <strong>{typeof value === 'number' ? decimal(value) : value}</strong>{' '}
      {interval !== undefined && <span className="dim">{interval}</span>}
      {below.map((line) => (
        <span key={line} className="measured-below">
          {line}
        </span>
      ))}
    </>
  );
}
