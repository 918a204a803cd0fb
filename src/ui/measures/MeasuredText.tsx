/** A measured number with its interval beside it, its controls below it, and what else has to be said of it. */
import './measured_text.css';
import type { Control } from '../../evaluate/score';
import { decimal, intervalText, valueText } from '../format';

export interface MeasuredTextProps {
  /** Words where it is not one number (the values of a few seeds), or as many decimals as its interval has. */
  readonly value: number | string;
  /** `[0.03, 0.20]`, or `± 0.05` over seeds. */
  readonly interval: string | undefined;
  readonly controls: readonly Control[];
  readonly notes?: readonly string[];
}

export function MeasuredText({ value, interval, controls, notes = [] }: MeasuredTextProps) {
  return (
    <>
      <strong>{typeof value === 'number' ? decimal(value) : value}</strong>{' '}
      {interval !== undefined && <span className="dim measured-whole">{interval}</span>}
      {controls.map((control) => (
        <span key={control.name} className="measured-below">
          {control.name} {valueText(control)} <span className="measured-whole">{intervalText(control)}</span>
        </span>
      ))}
      {notes.map((line) => (
        <span key={line} className="measured-below">
          {line}
        </span>
      ))}
    </>
  );
}
