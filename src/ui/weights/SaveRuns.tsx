/** Saves each run, or its encoder alone, as a file that PyTorch reads. */
import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { runId, runName, type RunConfig } from '../../time/config';
import type { ExportKind } from '../../session/weights';
import { useActions, useSessionState } from '../session_context';
import { download } from './download';

const KINDS: readonly { readonly kind: ExportKind; readonly title: string; readonly help: string }[] = [
  {
    kind: 'encoder',
    title: 'Encoder',
    help: 'The encoder of the query branch as .safetensors; PyTorch loads it with strict=True.',
  },
  {
    kind: 'run',
    title: 'Whole run',
    help: 'Both branches, time module, heads, queue and optimiser as .safetensors: opened here, it goes on with the same next step.',
  },
];

export function SaveRuns() {
  const runs = useSessionState((state) => state.prepared?.config.runs);
  const stage = useSessionState((state) => state.stage);
  if (!runs) return null;
  const possible = stage === 'ready' || stage === 'running' || stage === 'paused' || stage === 'stopped';
  return (
    <ul className="save-runs" aria-label="Save weights">
      {runs.map((run) => (
        <SaveRun key={runId(run)} run={run} possible={possible} />
      ))}
    </ul>
  );
}

function SaveRun({ run, possible }: { run: RunConfig; possible: boolean }) {
  const actions = useActions();
  const [busy, setBusy] = useState<ExportKind>();
  const save = async (kind: ExportKind) => {
    setBusy(kind);
    const file = await actions.saveWeights(runId(run), kind);
    setBusy(undefined);
    if (file) download(file);
  };
  return (
    <li>
      <span>{runName(run)}</span>
      {KINDS.map(({ kind, title, help }) => (
        <Tooltip key={kind} label={help}>
          <Button
            size="compact-xs"
            variant="default"
            loading={busy === kind}
            disabled={!possible}
            aria-label={`Save ${title.toLowerCase()} of ${runName(run)}`}
            onClick={() => void save(kind)}
          >
            {title}
          </Button>
        </Tooltip>
      ))}
    </li>
  );
}
