/** The perplexity sweep as small multiples: one space of one run, with points linked to all other maps. */
import { Button, NativeSelect } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { runId, runName, type RunConfig } from '../../time/config';
import { mapKey, SPACES, type PerplexitySweep, type Space, type SpaceMap } from '../../session/state';
import { count, decimal } from '../format';
import { useActions, useSessionState } from '../session_context';
import { MapCanvas } from './MapCanvas';
import type { MapPainter } from './painter';
import { useDescription } from './describe';
import { reasonWithout, SPACE_TEXTS } from './spaces';

export function Sweep({ runs }: { runs: readonly RunConfig[] }) {
  const sweep = useSessionState((state) => state.sweep);
  const ready = useSessionState((state) => state.embedding !== undefined);
  const actions = useActions();
  const choices = useMemo(
    () =>
      runs.flatMap((run) =>
        SPACES.filter((space) => reasonWithout(run, space) === undefined).map((space) => ({
          value: mapKey(runId(run), space),
          label: `${SPACE_TEXTS[space].symbol} of ${runName(run)}`,
          of: { runId: runId(run), space },
        })),
      ),
    [runs],
  );
  const [wanted, setWanted] = useState('');
  const choice = choices.find(({ value }) => value === wanted) ?? choices[0];
  return (
    <details className="sweep">
      <summary>Perplexity sweep</summary>
      <p className="hint">
        The same features at several perplexities: what is there in only one of them is an artefact of it.
      </p>
      <div className="map-bar-group">
        <NativeSelect
          size="xs"
          aria-label="Space to sweep"
          value={choice?.value ?? ''}
          data={choices.map(({ value, label }) => ({ value, label }))}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Button
          size="compact-xs"
          variant="default"
          disabled={!ready || !choice}
          onClick={() => actions.sweepPerplexity(choice?.of)}
        >
          Sweep
        </Button>
        {sweep && (
          <Button size="compact-xs" variant="subtle" onClick={() => actions.sweepPerplexity()}>
            Put away
          </Button>
        )}
      </div>
      {sweep && <Multiples sweep={sweep} label={labelOf(sweep, choices)} />}
    </details>
  );
}

function labelOf(
  { runId: id, space }: { readonly runId: string; readonly space: Space },
  choices: readonly { readonly value: string; readonly label: string }[],
): string {
  return choices.find(({ value }) => value === mapKey(id, space))?.label ?? id;
}

function Multiples({ sweep, label }: { sweep: PerplexitySweep; label: string }) {
  return (
    <>
      <p className="hint">
        {label}, step {count(sweep.step)}
      </p>
      <div className="sweep-maps">
        {sweep.perplexities.map((perplexity) => (
          <Multiple key={perplexity} sweep={sweep} perplexity={perplexity} label={label} />
        ))}
      </div>
    </>
  );
}

interface MultipleProps {
  readonly sweep: PerplexitySweep;
  readonly perplexity: number;
  readonly label: string;
}

function Multiple({ sweep, perplexity, label }: MultipleProps) {
  const painterRef = useRef<MapPainter>(undefined);
  const describe = useDescription();
  const { segments, step } = sweep;
  const layout = sweep.layouts[perplexity];
  const map = useMemo(
    (): SpaceMap | undefined => layout && { layout, segments, step },
    [layout, segments, step],
  );
  const kl = layout?.projection === 'tsne' && Number.isFinite(layout.kl) ? decimal(layout.kl) : '–';
  return (
    <figure className="map-cell">
      <div className="map-frame">
        <MapCanvas
          map={map}
          name={`${label}, perplexity ${perplexity}`}
          describe={describe}
          painterRef={painterRef}
        />
      </div>
      <figcaption className="map-foot">
        perplexity {perplexity} · KL {kl}
        {!layout?.settled && ' …'}
      </figcaption>
    </figure>
  );
}
