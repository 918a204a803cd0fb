/** Phase 4: what t does to f. */
import { decimal } from '../format';
import { Equation } from '../measures/Equation';
import { coefficientWords } from '../navigator/coefficients';
import { NumberTable } from './NumberTable';
import type { PhaseProps } from './phase';
import { scaleOf, shiftOf } from './readings';
import { RunColumns } from './RunColumns';
import { Strip } from './Strip';
import { TIME_WORDS, timeEquation } from './words';

export function PhaseTime({ trace, runs, names }: PhaseProps) {
  const { clips, dim } = trace;
  return (
    <RunColumns runs={runs}>
      {({ config, trace: { query, key } }) => {
        const { coefficients, width } = query;
        const of = key ? 'the queries' : 'all clips';
        const shift = query.fPrime.map((value, i) => value - query.f[i]!);
        const { symbol, plural } = coefficientWords(config.variant);
        return (
          <>
            <p className="hint">{TIME_WORDS[config.variant]}</p>
            <p>
              <Equation text={timeEquation(config.variant, config.orthogonal)} />
            </p>
            {coefficients && (
              <>
                <Strip
                  label={`${plural} ${symbol} of ${of}`}
                  symbol={symbol}
                  values={coefficients}
                  width={width}
                  clips={query.clips}
                  names={names}
                  scale={scaleOf(coefficients)}
                />
                <Strip
                  label={`f′ − f of ${of}`}
                  symbol="f′ − f"
                  values={shift}
                  width={dim}
                  clips={query.clips}
                  names={names}
                  scale={scaleOf(shift)}
                />
                <NumberTable
                  title="From f to f′"
                  open
                  heads={['Clip', 't, s', '‖f′ − f‖', 'in ‖f‖', 'cos(f, f′)']}
                  rows={[query, ...(key ? [key] : [])].flatMap((branch) =>
                    branch.clips.map((place, n) => {
                      const shift = shiftOf(branch, n, dim);
                      return [
                        names.short(place),
                        clips[place]!.start.toFixed(2),
                        decimal(shift.length, 3),
                        decimal(shift.relative, 3),
                        decimal(shift.cosine, 3),
                      ];
                    }),
                  )}
                />
              </>
            )}
          </>
        );
      }}
    </RunColumns>
  );
}
