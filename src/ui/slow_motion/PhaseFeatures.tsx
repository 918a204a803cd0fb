/** Phase 3: f of queries and keys. */
import type { BranchTrace } from '../../train/trace_report';
import { decimal } from '../format';
import { NumberTable } from './NumberTable';
import type { PhaseProps } from './phase';
import { norm, rowOf, scaleOf } from './readings';
import { RunColumns } from './RunColumns';
import { Strip } from './Strip';
import { FRAMEWORK_WORDS } from './words';

export function PhaseFeatures({ trace, runs, names }: PhaseProps) {
  const { dim, contrast } = trace;
  return (
    <>
      <p className="hint">{FRAMEWORK_WORDS[contrast.framework].branches}</p>
      <RunColumns runs={runs}>
        {({ trace: { query, key } }) => {
          const scale = Math.max(scaleOf(query.f), key ? scaleOf(key.f) : 0);
          const strip = (label: string, branch: BranchTrace) => (
            <Strip
              label={label}
              symbol="f"
              values={branch.f}
              width={dim}
              clips={branch.clips}
              names={names}
              scale={scale}
            />
          );
          return (
            <>
              {strip(key ? 'f of the queries' : 'f of all clips', query)}
              {key && strip('f of the keys', key)}
              <NumberTable
                title="f in numbers"
                heads={['Clip', '‖f‖', 'mean', 'largest', 'at']}
                rows={[query, ...(key ? [key] : [])].flatMap((branch) =>
                  branch.clips.map((place, n) => featureRow(names.long(place), rowOf(branch.f, n, dim))),
                )}
              />
            </>
          );
        }}
      </RunColumns>
    </>
  );
}

function featureRow(name: string, f: Float32Array): string[] {
  const at = f.reduce((best, value, d) => (value > f[best]! ? d : best), 0);
  const mean = f.reduce((a, b) => a + b, 0) / f.length;
  return [name, decimal(norm(f), 3), decimal(mean, 3), decimal(f[at]!, 3), String(at + 1)];
}
