/** A walk along one direction d_i: which segments it brings nearer. */
import { NativeSelect } from '@mantine/core';
import { useId, useMemo } from 'react';
import type { Navigation, Segment } from '../../protocol/train';
import { decimal, decimalsApart } from '../format';
import type { CoefficientRow, CoefficientWords } from './coefficients';
import type { NameOf } from './names';
import { anglesTo, smallest, walked, type Walk } from './similarity';

const MOST = 5;
/** Of the slider, in units of the largest |A_i| over the clip. */
const FARTHEST = 2;
const STEP = 0.1;

interface WalkPanelProps {
  readonly navigation: Navigation;
  readonly words: CoefficientWords;
  readonly rows: readonly CoefficientRow[];
  readonly chosen: number;
  readonly onChoose: (direction: number) => void;
  readonly walk: Walk;
  /** α in units of `unit`, from −2 to 2. */
  readonly share: number;
  readonly onShare: (share: number) => void;
  /** Largest |A_i| over the clip, or the width of the range of w_i. */
  readonly unit: number;
  /** f' [N,D] of the segments. */
  readonly features: Float32Array;
  readonly segments: readonly Segment[];
  readonly itself: number;
  readonly nameOf: NameOf;
}

export function WalkPanel(props: WalkPanelProps) {
  const { navigation, words, rows, chosen, onChoose, share, onShare, unit } = props;
  const id = useId();
  const alpha = share * unit;
  const i = chosen + 1;
  const unitText = words.weights ? `range of w${i} over the clip` : `max |A${i}| over the clip`;
  return (
    <section className="nav-walk" aria-labelledby={`${id}-heading`}>
      <h3 id={`${id}-heading`}>
        Along one direction{' '}
        <span className="equation dim">
          {words.weights ? 'f′(t) + α f ⊙ dᵢ, that is wᵢ + α (Eq. 4)' : 'f + α dᵢ (Eq. 5)'}
        </span>
      </h3>
      <div className="nav-walk-controls">
        <NativeSelect
          size="xs"
          aria-label="Direction"
          value={String(chosen)}
          onChange={(event) => onChoose(Number(event.currentTarget.value))}
          data={Array.from({ length: navigation.width }, (_, index) => ({
            value: String(index),
            label: optionText(index, rows, words),
          }))}
        />
        <label htmlFor={`${id}-alpha`} className="symbol">
          α
        </label>
        <input
          id={`${id}-alpha`}
          type="range"
          min={-FARTHEST}
          max={FARTHEST}
          step={STEP}
          value={share}
          aria-valuetext={`alpha ${decimal(alpha, 3)}, ${decimal(share, 1)} times the ${unitText}`}
          onChange={(event) => onShare(Number(event.currentTarget.value))}
        />
        <output htmlFor={`${id}-alpha`}>
          <span className="symbol">α</span> = {decimal(alpha, 3)}{' '}
          <span className="dim">
            = {decimal(share, 1)} × {unitText}
          </span>
        </output>
      </div>
      {share === 0 ? (
        <p className="hint">
          Move α to see which segments the direction brings nearer; the square on the map follows.
        </p>
      ) : (
        <Gains {...props} alpha={alpha} />
      )}
    </section>
  );
}

function optionText(index: number, rows: readonly CoefficientRow[], { symbol }: CoefficientWords): string {
  const row = rows.find((other) => other.index === index);
  const range = row ? `, ${symbol} ${decimal(row.low)} to ${decimal(row.high)}` : '';
  return `d${index + 1}${range}`;
}

function Gains({ walk, alpha, features, segments, itself, nameOf }: WalkPanelProps & { alpha: number }) {
  const before = useMemo(() => anglesTo(walk.from, features), [features, walk]);
  const after = useMemo(() => anglesTo(walked(walk, alpha), features), [alpha, features, walk]);
  const changes = after.map((value, j) => value - before[j]!);
  const top = smallest(changes, MOST, (j) => j !== itself);
  const nearer = changes.filter((change, j) => j !== itself && change < 0).length;
  const digits = Math.max(
    ...[before, after, changes].map((values) => decimalsApart(top.map((j) => values[j]!))),
  );
  return (
    <>
      <div className="table-scroll" role="region" aria-label="Segments brought nearer" tabIndex={0}>
        <table className="nav-near">
          <thead>
            <tr>
              <th scope="col">brought nearer most</th>
              <th scope="col">label</th>
              <th scope="col">t, s</th>
              <th scope="col">before, °</th>
              <th scope="col">after</th>
              <th scope="col">nearer by</th>
            </tr>
          </thead>
          <tbody>
            {top.map((j) => {
              const { videoId, start } = segments[j]!;
              const { name, label } = nameOf(videoId);
              return (
                <tr key={j}>
                  <th scope="row">{name}</th>
                  <td>{label}</td>
                  <td>{start.toFixed(2)}</td>
                  <td>{decimal(before[j]!, digits)}</td>
                  <td>{decimal(after[j]!, digits)}</td>
                  <td>{decimal(-changes[j]!, digits)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className="hint">
        {nearer} of {segments.length - 1} other segments come nearer, measured by the angle to their f′.
      </p>
    </>
  );
}
