/** What a checkpoint holds: what matched, what is left out and why, and what can be done with it. */
import { Button, CloseButton } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { CheckpointState } from '../../session/state';
import type { CheckpointReport } from '../../train/checkpoint_report';
import { count, parameters } from '../format';
import { useActions, useSessionState } from '../session_context';

export function Checkpoint({ checkpoint }: { checkpoint: CheckpointState }) {
  const actions = useActions();
  return (
    <div className="checkpoint">
      <div className="panel-head">
        <h3>{checkpoint.name}</h3>
        <CloseButton size="sm" aria-label="Close the checkpoint" onClick={() => actions.closeCheckpoint()} />
      </div>
      {checkpoint.status === 'reading' && <p className="hint">Reading it …</p>}
      {checkpoint.status === 'refused' && <p className="problem">{checkpoint.message}</p>}
      {checkpoint.status === 'read' && <Report report={checkpoint.report} />}
    </div>
  );
}

function Report({ report }: { report: CheckpointReport }) {
  const { family, architecture, width, blocks, dim, matched, leftOut, problem, run } = report;
  return (
    <>
      <dl>
        <Row term="Encoder">
          {architecture}, width {width}, D = {count(dim)}
        </Row>
        <Row term="Named as in">{family}</Row>
        <Row term="Blocks">{blocks.join(', ') || 'none'}</Row>
        <Row term="Matched">
          {count(matched.tensors)} tensors, {parameters(matched.parameters)} parameters
        </Row>
        {run && (
          <Row term="Saved run">
            {run.id}, step {count(run.step)}, seed {run.config.seed}
          </Row>
        )}
      </dl>
      {problem !== undefined && <p className="problem">{problem}</p>}
      {leftOut.length > 0 && (
        <details>
          <summary>Left out: {leftOut.map(({ group }) => group).join(', ')}</summary>
          <ul>
            {leftOut.map(({ group, tensors, why }) => (
              <li key={group}>
                <strong>{group}</strong>
                {tensors > 0 && ` (${count(tensors)})`}: {why}.
              </li>
            ))}
          </ul>
        </details>
      )}
      <Choices report={report} />
    </>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Choices({ report }: { report: CheckpointReport }) {
  const stage = useSessionState((state) => state.stage);
  const trained = useSessionState((state) => state.step > 0);
  const actions = useActions();
  const [busy, setBusy] = useState(false);
  const standing = stage === 'ready' || stage === 'paused' || stage === 'stopped';
  const doing = async (work: () => Promise<void>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  return (
    <>
      <div className="weight-buttons">
        <Button
          size="compact-xs"
          loading={busy}
          disabled={report.problem !== undefined || !(standing || stage === 'running')}
          onClick={() => void doing(() => actions.startFromCheckpoint())}
        >
          Start from this encoder
        </Button>
        {report.run && (
          <Button
            size="compact-xs"
            variant="default"
            loading={busy}
            disabled={!standing}
            onClick={() => void doing(() => actions.resumeCheckpoint())}
          >
            Go on with this run
          </Button>
        )}
      </div>
      <p className="hint">
        {trained
          ? 'The encoder is taken with the next start after Stop, or with Reset.'
          : 'Both branches of every run start from it; the settings take its kind and width.'}
        {report.run && ' Going on replaces what is trained here, and its settings.'}
      </p>
    </>
  );
}
