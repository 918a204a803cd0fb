/** Which time variants are trained side by side. */
import { Button, CloseButton, NativeSelect, Switch } from '@mantine/core';
import { ALL_RUNS, runId, runName, TIME_VARIANTS, type RunConfig, type TimeVariant } from '../../time/config';
import { allows } from '../../session/stage';
import { Equation } from '../measures/Equation';
import { runColour } from '../run_colours';
import { useScheme } from '../scheme';
import { useActions, useSessionState } from '../session_context';

const VARIANTS = Object.entries(TIME_VARIANTS).map(([value, { name }]) => ({ value, label: name }));

export function RunsEditor() {
  const runs = useSessionState((state) => state.config.train.runs);
  const stage = useSessionState((state) => state.stage);
  const scheme = useScheme();
  const actions = useActions();
  const setRuns = (next: readonly RunConfig[]) => actions.setConfig('train.runs', next);
  const replace = (place: number, run: RunConfig) => setRuns(runs.map((old, i) => (i === place ? run : old)));
  const taken = new Set(runs.map(runId));
  const unused = ALL_RUNS.find((run) => !taken.has(runId(run)));
  return (
    <div className="runs-editor">
      {runs.map((run, place) => {
        const { equation, hasDirections, paper } = TIME_VARIANTS[run.variant];
        return (
          <fieldset key={place} className="run-edit">
            <legend className="visually-hidden">Run {place + 1}</legend>
            <span className="swatch" style={{ background: runColour(runId(run), scheme) }} />
            <NativeSelect
              size="xs"
              aria-label={`Variant of run ${place + 1}`}
              data={VARIANTS}
              value={run.variant}
              onChange={(event) =>
                replace(place, { ...run, variant: event.currentTarget.value as TimeVariant })
              }
            />
            <Switch
              size="xs"
              label="orthogonal"
              aria-label={`Orthogonal directions in run ${place + 1}`}
              disabled={!hasDirections}
              checked={hasDirections && run.orthogonal}
              onChange={(event) => replace(place, { ...run, orthogonal: event.currentTarget.checked })}
            />
            <CloseButton
              size="sm"
              aria-label={`Remove ${runName(run)}`}
              disabled={runs.length === 1}
              onClick={() => setRuns(runs.filter((_, i) => i !== place))}
            />
            <p className="run-equation dim">
              <Equation text={equation} /> · {paper}
            </p>
          </fieldset>
        );
      })}
      <Button
        size="compact-xs"
        variant="default"
        disabled={!unused}
        onClick={() => unused && setRuns([...runs, unused])}
      >
        Add a run
      </Button>
      {allows(stage, 'stop') && (
        <p className="hint">
          While a training goes on, a run that is added catches up on the same batches from the same encoder;
          one that is removed ends, and its record stays.
        </p>
      )}
    </div>
  );
}
