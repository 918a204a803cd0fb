/** Values to be crossed, the trainings that come out of it with the time they take, and the button that queues them. */
import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { FRAMEWORKS } from '../../contrast/config';
import { valuesText, varying } from '../../runs/cross';
import { secondsOf, type Estimate } from '../../session/estimate';
import { ALL_RUNS, runId, runName } from '../../time/config';
import type { TrainConfig } from '../../train/config';
import { count, duration } from '../format';
import { runColour } from '../run_colours';
import { useScheme } from '../scheme';
import { useActions, useSessionState } from '../session_context';
import { BESIDE_TIME, CROSSABLE, fieldAt, trainingsOf, useQueueForm, wordsOf } from './queue_form';

/** Lines that are read; the rest is counted. */
const SHOWN = 12;
/** Milliseconds without a keystroke after which the worker is asked. */
const ASK_AFTER = 250;

const NONE = { value: '', label: 'No other setting' };
const SETTINGS = CROSSABLE.map(({ title, fields }) => ({
  group: title,
  items: fields.map((field) => ({ value: field.path, label: field.title })),
}));

export function QueueForm({ say }: { say: (sentence: string) => void }) {
  const train = useSessionState((state) => state.config.train);
  const form = useQueueForm();
  const result = useMemo(() => trainingsOf(form, train, ALL_RUNS), [form, train]);
  const messageOf = (field: string) => (!result.ok && result.field === field ? result.message : undefined);
  return (
    <div className="queue-form">
      <TextInput
        size="xs"
        label="Seeds"
        placeholder="0, 1, 2 or 0-4; that of the settings"
        value={form.seeds}
        error={messageOf('train.seed')}
        onChange={(event) => useQueueForm.setState({ seeds: event.currentTarget.value })}
      />
      <Ticks
        legend="Frameworks (none: that of the settings)"
        options={Object.entries(FRAMEWORKS).map(([value, { name }]) => ({ value, name }))}
        ticked={form.frameworks}
        onChange={(frameworks) => useQueueForm.setState({ frameworks })}
      />
      {form.settings.map((setting, place) => (
        <SettingAxis key={place} {...setting} place={place} message={messageOf(setting.path)} />
      ))}
      <Runs message={messageOf('runs')} />
      <NumberInput
        size="xs"
        label="Steps of each"
        min={1}
        allowDecimal={false}
        allowNegative={false}
        value={Number.isNaN(form.steps) ? '' : form.steps}
        error={messageOf('steps')}
        onChange={(steps) => useQueueForm.setState({ steps: typeof steps === 'number' ? steps : NaN })}
      />
      {result.ok ? (
        <Outcome configs={result.configs} steps={form.steps} say={say} />
      ) : (
        result.field === undefined && <p className="problem">{result.message}</p>
      )}
    </div>
  );
}

interface TicksProps {
  readonly legend: string;
  readonly options: readonly { readonly value: string; readonly name: string; readonly colour?: string }[];
  readonly ticked: readonly string[];
  readonly onChange: (ticked: readonly string[]) => void;
}

/** In the order of the options, whichever was ticked first. */
function Ticks({ legend, options, ticked, onChange }: TicksProps) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div className="queue-ticks">
        {options.map(({ value, name, colour }) => (
          <Checkbox
            key={value}
            size="xs"
            label={
              <>
                {colour !== undefined && <span className="swatch" style={{ background: colour }} />} {name}
              </>
            }
            checked={ticked.includes(value)}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              onChange(
                options
                  .map((option) => option.value)
                  .filter((other) => (other === value ? checked : ticked.includes(other))),
              );
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}

function Runs({ message }: { message: string | undefined }) {
  const configured = useSessionState((state) => state.config.train.runs);
  const chosen = useQueueForm((form) => form.runs);
  const scheme = useScheme();
  return (
    <>
      <Ticks
        legend="Runs of each training, in lock-step"
        options={ALL_RUNS.map((run) => ({
          value: runId(run),
          name: runName(run),
          colour: runColour(runId(run), scheme),
        }))}
        ticked={chosen ?? configured.map(runId)}
        onChange={(runs) => useQueueForm.setState({ runs })}
      />
      {message !== undefined && <p className="problem">{message}</p>}
    </>
  );
}

interface AxisProps {
  readonly path: string;
  readonly text: string;
  readonly place: number;
  readonly message: string | undefined;
}

function SettingAxis({ path, text, place, message }: AxisProps) {
  const field = fieldAt(path);
  const words = field && wordsOf(field);
  const set = (change: { path?: string; text?: string }) =>
    useQueueForm.setState(({ settings }) => ({
      settings: settings.map((other, i) => (i === place ? { ...other, ...change } : other)),
    }));
  return (
    <div className="queue-axis">
      <NativeSelect
        size="xs"
        label={`Setting ${place + 1}`}
        data={[NONE, ...SETTINGS]}
        value={path}
        onChange={(event) => set({ path: event.currentTarget.value, text: '' })}
      />
      {field &&
        (words ? (
          <Ticks
            legend={`Values of ${field.title}`}
            options={words.map((value) => ({ value, name: value }))}
            ticked={text.split(' ')}
            onChange={(ticked) => set({ text: ticked.join(' ') })}
          />
        ) : (
          <TextInput
            size="xs"
            label={`Values of ${field.title}`}
            placeholder="0.001, 0.003"
            value={text}
            error={message}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
        ))}
    </div>
  );
}

interface OutcomeProps {
  readonly configs: readonly TrainConfig[];
  readonly steps: number;
  readonly say: (sentence: string) => void;
}

function Outcome({ configs, steps, say }: OutcomeProps) {
  const actions = useActions();
  const estimates = useEstimates(configs);
  const everySteps = useSessionState((state) => state.config.map.everySteps);
  const questions = [...new Set(estimates?.flatMap(({ question }) => question ?? []))];
  const paths = varying(configs);
  const possible = configs.filter((_, i) => estimates?.[i]?.problem === undefined);
  const seconds = estimates?.reduce(
    (sum, estimate) =>
      sum + (estimate.problem === undefined ? secondsOf(estimate, { steps, everySteps }) : 0),
    0,
  );
  return (
    <>
      <p className="queue-outcome">
        {counted(configs.length)} of {count(steps)} steps
        {seconds !== undefined && `, about ${duration(seconds)} in all`}
        {paths.length > 0 ? ':' : ', with the settings as they are.'}
      </p>
      {seconds !== undefined && <p className="hint">Steps, maps and probes: {BESIDE_TIME}</p>}
      {paths.length > 0 && (
        <ol className="queue-preview">
          {configs.slice(0, SHOWN).map((config, i) => (
            <li key={JSON.stringify(config)}>
              {valuesText(config, paths)}
              {estimates?.[i]?.problem !== undefined && <p className="problem">{estimates[i].problem}</p>}
            </li>
          ))}
        </ol>
      )}
      {questions.map((question) => (
        <p key={question} className="warning">
          {question}
        </p>
      ))}
      {configs.length > SHOWN && <p className="hint">and {configs.length - SHOWN} more.</p>}
      <Button
        size="compact-sm"
        disabled={possible.length === 0}
        onClick={() => {
          actions.enqueue(possible.map((config) => ({ config, steps })));
          say(`${counted(possible.length)} put at the end of the queue.`);
        }}
      >
        {possible.length === configs.length ? 'Queue' : 'Queue what can be trained:'}{' '}
        {counted(possible.length)}
      </Button>
    </>
  );
}

const counted = (n: number) => (n === 1 ? '1 training' : `${count(n)} trainings`);

/** What each would take, asked when the typing is over and the GPU is open; undefined until the answer is there. */
function useEstimates(configs: readonly TrainConfig[]): readonly Estimate[] | undefined {
  const actions = useActions();
  const open = useSessionState((state) => state.gpu.status === 'open');
  const videos = useSessionState((state) => state.library);
  const [answer, setAnswer] = useState<{ of: typeof configs; estimates: readonly Estimate[] }>();
  useEffect(() => {
    if (!open) return undefined;
    let stale = false;
    const timer = setTimeout(() => {
      void actions.estimate(configs).then((estimates) => {
        if (!stale && estimates) setAnswer({ of: configs, estimates });
      });
    }, ASK_AFTER);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [configs, open, videos, actions]);
  return answer?.of === configs ? answer.estimates : undefined;
}
