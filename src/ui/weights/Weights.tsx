/** Where runs start from, a look into a checkpoint before it is taken, and saving of what was learnt. */
import { Button } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useRef, type ChangeEvent } from 'react';
import { usePointerHint } from '../pointer_hints';
import { useActions, useSessionState } from '../session_context';
import { Checkpoint } from './Checkpoint';
import { SaveRuns } from './SaveRuns';

const ACCEPTED = '.safetensors,.pt,.pth,.pyth';

export function Weights() {
  const checkpoint = useSessionState((state) => state.checkpoint);
  const panel = useRef<HTMLElement>(null);
  // A file dropped anywhere is answered here, wherever the column was scrolled to.
  const shown = checkpoint && `${checkpoint.name} ${checkpoint.status}`;
  useEffect(() => {
    if (shown) panel.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  return (
    <section ref={panel} aria-labelledby="weights-heading" className="panel weights">
      <div className="panel-head">
        <h2 id="weights-heading">Weights</h2>
        <OpenButton />
      </div>
      <StartingPoint />
      <div aria-live="polite">{checkpoint && <Checkpoint checkpoint={checkpoint} />}</div>
      <SaveRuns />
    </section>
  );
}

function OpenButton() {
  const input = useRef<HTMLInputElement>(null);
  const actions = useActions();
  const onChange = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? [];
    if (file) void actions.inspectCheckpoint(file);
    // The same file may be chosen again.
    currentTarget.value = '';
  };
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconFileImport size={14} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        Open a checkpoint
      </Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        hidden
        aria-label="Checkpoint file"
        onChange={onChange}
      />
    </>
  );
}

function StartingPoint() {
  const hint = usePointerHint();
  const start = useSessionState((state) => state.initialEncoder);
  const actions = useActions();
  if (!start) return <p className="hint">Runs start from the seed. {hint('checkpoint')}</p>;
  return (
    <p className="hint">
      Runs start from the {start.architecture} (width {start.width}) in {start.name}.{' '}
      <Button size="compact-xs" variant="subtle" onClick={() => void actions.startFromSeed()}>
        Start from the seed
      </Button>
    </p>
  );
}
