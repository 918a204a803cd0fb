/** The rows of the table of all runs: single runs, or groups of seeds with their means. */
import { IconCopy, IconPin, IconPinFilled, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { nats } from '../format';
import { MeasuredText } from '../measures/MeasuredText';
import { useActions, useSessionState } from '../session_context';
import { Action } from './Action';
import { RunMark } from './RunMark';
import { RunLines } from './RunLines';
import { seedsText } from './over_seeds';
import { whatChanged, type Row } from './rows';
import { onePerSeed, spreadOf, type Group, type ScoreColumn, type Spread } from './sorting';

const ICON_SIZE = 15;

interface BodyProps {
  readonly groups: readonly Group[];
  readonly columns: readonly ScoreColumn[];
  readonly baseline: Row | undefined;
  /** Tells what an action came to. */
  readonly say: (sentence: string) => void;
}

export function RunsBody({ groups, columns, baseline, say }: BodyProps) {
  return (
    <tbody>
      {groups.map(({ key, rows }) =>
        rows.length === 1 ? (
          <RunLine key={key} row={rows[0]} columns={columns} baseline={baseline} say={say} />
        ) : (
          <SeedsLine key={key} rows={rows} columns={columns} baseline={baseline} />
        ),
      )}
    </tbody>
  );
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

type LineProps = Pick<BodyProps, 'columns' | 'baseline'>;

function RunLine({ row, columns, baseline, say }: LineProps & Pick<BodyProps, 'say'> & { row: Row }) {
  return (
    <RunLines
      rows={[row]}
      columns={columns}
      live={row.live}
      name={
        <Name row={row}>
          {row.record && <span className="dim"> #{row.record.number}</span>}
          {row.live && <span className="run-now">now</span>}
        </Name>
      }
      changed={<Changed row={row} baseline={baseline} />}
      framework={row.framework}
      seed={row.seed}
      step={row.step}
      loss={row.loss === undefined ? '–' : nats(row.loss)}
      top1={row.top1 === undefined ? '–' : percent(row.top1)}
      note={row.record ? <Note row={row} /> : <span className="dim">–</span>}
      actions={<Actions row={row} say={say} />}
    />
  );
}

/** Mean over seeds, and the 95 % interval of the mean; of too few seeds, their values. */
function SeedsLine({ rows, columns, baseline }: LineProps & { rows: Group['rows'] }) {
  const [first] = rows;
  const seeds = onePerSeed(rows);
  const steps = seeds.map(({ step }) => step);
  const [least, most] = [Math.min(...steps), Math.max(...steps)];
  const notes = rows.map(({ note }) => note).filter(Boolean);
  return (
    <RunLines
      rows={rows}
      columns={columns}
      name={
        // Of several lines none stands for all.
        <Name row={{ ...first, pinned: false }}>
          <span className="dim"> {rows.length} runs</span>
        </Name>
      }
      changed={
        <Changed
          row={baseline ? { ...first, config: { ...first.config, seed: baseline.seed } } : first}
          baseline={baseline}
          ofGroup={rows.some(({ id }) => id === baseline?.id)}
        />
      }
      framework={first.framework}
      seed={seeds.map(({ seed }) => seed).join(', ')}
      step={least === most ? least : `${least}–${most}`}
      loss={<OverSeeds spread={spreadOf(seeds.map(({ loss }) => loss))} {...LOSS} />}
      top1={<OverSeeds spread={spreadOf(seeds.map(({ top1 }) => top1))} {...PERCENT} />}
      note={<span className="dim">{notes.join(' · ') || '–'}</span>}
    />
  );
}

/** Loss or top-1 over seeds. */
function OverSeeds({ spread, ...rest }: { spread: Spread | undefined } & Numbers) {
  if (!spread) return '–';
  return <MeasuredText {...seedsText(spread, rest.format, rest.unit)} controls={[]} />;
}

interface Numbers {
  readonly format: (value: number) => string;
  readonly unit?: string;
}

const LOSS: Numbers = { format: nats };
const PERCENT: Numbers = { format: (share) => String(Math.round(100 * share)), unit: ' %' };

function Name({ row, children }: { row: Row; children: ReactNode }) {
  return (
    <>
      <RunMark row={row} /> {row.name}
      {children}
    </>
  );
}

interface ChangedProps extends Pick<BodyProps, 'baseline'> {
  readonly row: Row;
  /** One of the seeds that the line is of is the baseline. */
  readonly ofGroup?: boolean;
}

function Changed({ row, baseline, ofGroup = false }: ChangedProps) {
  if (baseline && ofGroup) return <span className="dim">baseline: seed {baseline.seed}</span>;
  if (row.id === baseline?.id) return <span className="dim">baseline</span>;
  const phrases = baseline ? whatChanged(row, baseline) : [];
  return phrases.length === 0 ? <span className="dim">nothing</span> : phrases.join(' · ');
}

/** Looks like text until it is pointed at; takes effect on Enter or when left, Escape takes it back. */
function Note({ row }: { row: Row }) {
  const actions = useActions();
  const [draft, setDraft] = useState<string | undefined>(undefined);
  return (
    <input
      className="label-input run-note"
      aria-label={`Note on ${row.name}${row.record ? ` #${row.record.number}` : ''}`}
      placeholder="–"
      value={draft ?? row.note}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        if (draft !== undefined) actions.noteRun(row.id, draft.trim());
        setDraft(undefined);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape' && draft !== undefined) {
          // Not the table as well.
          event.stopPropagation();
          setDraft(undefined);
        }
      }}
    />
  );
}

function Actions({ row, say }: { row: Row; say: BodyProps['say'] }) {
  const actions = useActions();
  const kept = useSessionState((state) => state.keptWeights[row.id]?.step);
  const map = useSessionState((state) => state.config.map);
  const { record } = row;
  const name = `${row.name}${record ? ` #${record.number}` : ''}`;
  const take = () => {
    const change = actions.replaceConfig({ train: row.config, map });
    say(change.ok ? `The settings are those of ${name} now.` : `Not taken over: ${change.message}`);
  };
  const remove = () => {
    actions.deleteRuns([row.id]);
    say(`${name} was deleted.`);
  };
  return (
    <div className="run-actions">
      {record && (
        <Action
          label={
            row.pinned ? `Unpin ${name}` : `Pin ${name}: first in the table, and a thin line on the chart`
          }
          pressed={row.pinned}
          onClick={() => actions.pinRun(row.id, !row.pinned)}
        >
          {row.pinned ? (
            <IconPinFilled size={ICON_SIZE} aria-hidden />
          ) : (
            <IconPin size={ICON_SIZE} aria-hidden />
          )}
        </Action>
      )}
      {!row.live && (
        <>
          <Action label={`Duplicate ${name} into the settings`} onClick={take}>
            <IconCopy size={ICON_SIZE} aria-hidden />
          </Action>
          {kept !== undefined && (
            <Action
              label={`Go on with training #${row.record?.number} from step ${kept}: ${name} and those beside it`}
              onClick={() => {
                say(`Going on with training #${row.record?.number} from step ${kept}.`);
                void actions.resumeTraining(row.record!.training, kept);
              }}
            >
              <IconPlayerPlay size={ICON_SIZE} aria-hidden />
            </Action>
          )}
          <Action label={`Delete ${name}`} onClick={remove}>
            <IconTrash size={ICON_SIZE} aria-hidden />
          </Action>
        </>
      )}
    </div>
  );
}
