/** All runs, of today and of earlier visits: compared with a baseline, on one axis, sorted, filtered, grouped by seeds. */
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import './all_runs.css';
import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { FRAMEWORKS } from '../../contrast/config';
import { MEASURES } from '../../evaluate/score';
import { runId } from '../../time/config';
import { Chart, useEarlierRuns } from '../chart/Chart';
import { useReturnFocus } from '../commands/return_focus';
import { useActions, useSessionState } from '../session_context';
import { MEASURE_TEXTS } from './measure_texts';
import { KeptList } from './KeptList';
import { RunsBody } from './RunsBody';
import { RunsHead } from './RunsHead';
import { SEEDS_SENTENCE } from './over_seeds';
import { filtered, rowsOf, type Row } from './rows';
import { SaveTable } from './SaveTable';
import { ScrollTable } from './ScrollTable';
import { showScores, useRunView } from './run_view';
import { grouped, SCORE_COLUMNS, sorted } from './sorting';

export default function AllRuns() {
  useReturnFocus();
  const narrow = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  return (
    <Modal
      opened
      onClose={() => useRunView.setState({ open: false })}
      title="All runs"
      size="min(1340px, 96vw)"
      fullScreen={narrow}
      yOffset="4dvh"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close the table of runs' }}
    >
      <Comparison />
    </Modal>
  );
}

function useRows(): Row[] {
  const config = useSessionState((state) => state.config);
  const prepared = useSessionState((state) => state.prepared);
  const curves = useSessionState((state) => state.curves);
  const embedding = useSessionState((state) => state.embedding);
  const mapVideoIds = useSessionState((state) => state.mapVideoIds);
  const archive = useSessionState((state) => state.archive);
  const training = useSessionState((state) => state.training);
  const step = useSessionState((state) => state.step);
  const behind = useSessionState((state) => state.behind);
  const probes = useSessionState((state) => state.probes);
  return useMemo(
    () =>
      rowsOf({ config, prepared, curves, embedding, mapVideoIds, probes, archive, training, step, behind }),
    [config, prepared, curves, embedding, mapVideoIds, probes, archive, training, step, behind],
  );
}

function Comparison() {
  const rows = useRows();
  const { filter, sorting, bySeeds, measure, baseline: chosen } = useRunView();
  const [said, setSaid] = useState('');
  const baseline = rows.find(({ id }) => id === chosen) ?? rows[0];
  const shown = filtered(rows, filter, baseline);
  const columns = SCORE_COLUMNS.filter((column) => measure === 'all' || column.measure === measure);
  const groups = sorted(grouped(shown, bySeeds), sorting);
  return (
    <div className="all-runs">
      <Axis rows={rows} />
      <Tools baseline={baseline} rows={rows} />
      <ScrollTable name="Table of all runs" more="scores and notes are to the right">
        <table>
          <caption className="visually-hidden">
            All runs; {shown.length} of {rows.length} shown. What changed is told against{' '}
            {baseline ? titleOf(baseline) : 'nothing'}.
          </caption>
          <RunsHead columns={columns} />
          <RunsBody columns={columns} groups={groups} baseline={baseline} say={setSaid} />
        </table>
        {shown.length === 0 && <p className="hint all-runs-none">No run has these words.</p>}
      </ScrollTable>
      {groups.some((group) => group.rows.length > 1) && <p className="hint">{SEEDS_SENTENCE}</p>}
      <SaveTable
        groups={groups}
        columns={columns}
        baseline={baseline}
        title={baseline && titleOf(baseline)}
        say={setSaid}
      />
      <Foot said={said} say={setSaid} />
    </div>
  );
}

/** `#3 V3 transform, orthogonal, seed 0`. */
export function titleOf({ record, name, seed }: Row): string {
  return `${record ? `#${record.number} ` : ''}${name}, seed ${seed}`;
}

function Axis({ rows }: { rows: readonly Row[] }) {
  const metric = useRunView((view) => view.metric);
  const ownFramework = useSessionState(
    (state) => (state.prepared?.config ?? state.config.train).contrast.framework,
  );
  const hasSteps = useSessionState((state) => state.curves.steps.length > 0);
  const earlier = useEarlierRuns(true);
  const live = useMemo(
    () => (hasSteps ? rows.filter((row) => row.live).map(({ run, name }) => ({ id: runId(run), name })) : []),
    [hasSteps, rows],
  );
  const newest = earlier.find((run) => run.newest)?.number;
  const shown = rows.filter((row) => (row.live ? hasSteps : row.pinned || row.record?.number === newest));
  const framework = hasSteps
    ? ownFramework
    : (shown.find((row) => row.record?.number === newest)?.config.contrast.framework ?? ownFramework);
  const frameworks = new Set(shown.map((row) => row.framework));
  if (shown.length === 0)
    return (
      <p className="hint plot-none">
        No curve yet: press Train, and loss and top-1 of every run are drawn here from the first step on.
      </p>
    );
  return (
    <div>
      <div className="plot-tall">
        <Chart
          runs={live}
          name={`${metric === 'loss' ? 'Loss' : 'Top-1'} over steps of ${shown.map(titleOf).join('; ')}.`}
          hasQueue={FRAMEWORKS[framework].queue}
          metric={metric}
          roomy
        />
      </div>
      <p className="hint">
        {newest === undefined
          ? 'Thin lines: earlier runs that are pinned in the table.'
          : `Until the first step of another, the lines are those of training #${newest}, the newest. Pin a run in the table to draw it beside others.`}
        {frameworks.size > 1 &&
          metric === 'loss' &&
          ' Losses of different frameworks are not on one scale; top-1 is.'}
      </p>
    </div>
  );
}

function Tools({ baseline, rows }: { baseline: Row | undefined; rows: readonly Row[] }) {
  const { filter, bySeeds, measure, metric } = useRunView();
  return (
    <div className="all-runs-tools">
      <TextInput
        size="xs"
        className="all-runs-filter"
        aria-label="Filter runs"
        placeholder="Filter: name, note, setting, #number"
        value={filter}
        onChange={(event) => useRunView.setState({ filter: event.currentTarget.value })}
      />
      <label className="field-inline">
        <span>Compare with</span>
        <NativeSelect
          size="xs"
          value={baseline?.id ?? ''}
          onChange={(event) => useRunView.setState({ baseline: event.currentTarget.value })}
          data={rows.map((row) => ({ value: row.id, label: titleOf(row) }))}
        />
      </label>
      <Checkbox
        size="xs"
        label="Group by seeds"
        checked={bySeeds}
        onChange={(event) => useRunView.setState({ bySeeds: event.currentTarget.checked })}
      />
      <label className="field-inline">
        <span>Scores</span>
        <NativeSelect
          size="xs"
          value={measure}
          onChange={({ currentTarget: { value } }) =>
            showScores(MEASURES.find((other) => other === value) ?? 'all')
          }
          data={[
            { value: 'all', label: 'All' },
            ...MEASURES.map((value) => {
              const { title, spoken = '' } = MEASURE_TEXTS[value];
              return { value, label: title + spoken };
            }),
          ]}
        />
      </label>
      <label className="field-inline">
        <span>Axis</span>
        <NativeSelect
          size="xs"
          value={metric}
          onChange={(event) =>
            useRunView.setState({ metric: event.currentTarget.value === 'top1' ? 'top1' : 'loss' })
          }
          data={[
            { value: 'loss', label: 'Loss' },
            { value: 'top1', label: 'Top-1' },
          ]}
        />
      </label>
    </div>
  );
}

function Foot({ said, say }: { said: string; say: (sentence: string) => void }) {
  const undo = useSessionState(({ history }) => history.past.at(-1));
  const actions = useActions();
  return (
    <div className="all-runs-foot">
      <p role="status">{said}</p>
      {undo?.change.kind === 'records' && (
        <Button size="compact-xs" variant="default" onClick={() => actions.undo()}>
          Undo: {undo.what}
        </Button>
      )}
      <p className="hint">
        Kept on this device: settings, labels, these runs and their weights (up to 256 MiB a run), until you
        remove them or delete the run. Weights are written at every pause, about every 5 seconds of training,
        and when the page is hidden; a page that is closed in mid-training loses what came after. Not kept:
        your video files.
      </p>
      <KeptList say={say} />
    </div>
  );
}
