/** The segments that f'(t) is nearest to, and what of it t did not give. */
import type { Segment } from '../../protocol/train';
import { ClipName } from '../ClipName';
import { decimal, decimalsApart } from '../format';
import type { Neighbour } from './AnglePlot';
import type { NameOf } from './names';
import { smallest } from './similarity';

const MOST = 5;

interface NearTableProps {
  readonly segments: readonly Segment[];
  readonly neighbours: readonly Neighbour[];
  /** To f'(t), degrees. */
  readonly angles: Float64Array;
  readonly nameOf: NameOf;
}

export function NearTable({ segments, neighbours, angles, nameOf }: NearTableProps) {
  const nearest = smallest(angles, MOST, (j) => neighbours[j]!.kinship !== 'itself');
  const digits = decimalsApart(nearest.map((j) => angles[j]!));
  return (
    <>
      <table className="nav-near" aria-label="Segments nearest to f prime at t">
        <thead>
          <tr>
            <th scope="col">nearest to f′(t)</th>
            <th scope="col">label</th>
            <th scope="col">t, s</th>
            <th scope="col">angle, °</th>
          </tr>
        </thead>
        <tbody>
          {nearest.map((j) => {
            const { videoId, start } = segments[j]!;
            const { name, label } = nameOf(videoId);
            return (
              <tr key={j}>
                <th scope="row">
                  {neighbours[j]!.kinship === 'clip' ? (
                    <span title={name}>this clip</span>
                  ) : (
                    <ClipName name={name} />
                  )}
                </th>
                <td>{label}</td>
                <td>{start.toFixed(2)}</td>
                <td>{decimal(angles[j]!, digits)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="hint">{labelFinding(neighbours, angles)}</p>
    </>
  );
}

/** How many of the nearest segments of other clips have its label, and how many would by chance: t says nothing of labels. */
export function labelFinding(neighbours: readonly Neighbour[], angles: Float64Array): string {
  const isOther = (j: number) => neighbours[j]!.kinship === 'label' || neighbours[j]!.kinship === 'none';
  const isAlike = (j: number) => neighbours[j]!.kinship === 'label';
  const others = Array.from(neighbours.keys()).filter(isOther);
  const nearest = smallest(angles, MOST, isOther);
  if (nearest.length < MOST || !others.some(isAlike) || others.every(isAlike))
    return 'No finding about labels: that takes other clips on the map, with this label and without.';
  const alike = nearest.filter(isAlike).length;
  const chance = (MOST * others.filter(isAlike).length) / others.length;
  return `This clip left out: of the ${MOST} nearest segments of other clips ${alike} ${alike === 1 ? 'has' : 'have'} the label of this clip; by chance it would be ${decimal(chance, 1)}. t says nothing of labels: one clip is an example, the scores beside the maps are the finding.`;
}
