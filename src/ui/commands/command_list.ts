/** Every command of the page by name: what the palette offers, and what the shortcuts do. */
import type { MantineColorScheme } from '@mantine/core';
import { PRESET_TABLE, type PresetName } from '../../runs/config';
import type { SessionActions } from '../../session/actions';
import { isWaiting, underWay } from '../../session/queue_items';
import { hasChoiceOfDevice } from '../../session/compute_on';
import { allows, startsAfresh } from '../../session/stage';
import type { SessionState } from '../../session/state';
import { GROUPS } from '../settings/groups';
import type { Field } from '../settings/schema_fields';
import { goToPlace, goToHeldKeys, goToSetting, goToSettings, pickFiles } from './places';

export interface Command {
  readonly id: string;
  readonly title: string;
  /** Said behind the title: where it belongs, or what it would do now. */
  readonly detail: string;
  /** As `Ctrl+Z`; a single letter is one that can be switched off. */
  readonly keys?: string;
  /** Not possible as things stand. */
  readonly off?: boolean;
  readonly run: () => void;
}

/** What of the page itself commands change. */
export interface PageActions {
  readonly setScheme: (scheme: MantineColorScheme) => void;
  readonly copyLink: () => void;
  readonly showRuns: () => void;
  readonly showBySeeds: () => void;
  readonly takeSlowStep: () => void;
  readonly showGuide: () => void;
  readonly showAbout: () => void;
  readonly showKeys: () => void;
  readonly showPalette: () => void;
}

type CommandState = Pick<
  SessionState,
  'stage' | 'plan' | 'history' | 'config' | 'kernels' | 'queue' | 'queueWorks' | 'gpu' | 'computeOn'
>;

export function commandsOf(state: CommandState, actions: SessionActions, page: PageActions): Command[] {
  return [
    ...training(state, actions, page),
    ...undoing(state, actions),
    {
      id: 'add',
      title: 'Add files',
      detail: 'Library',
      run: pickFiles,
    },
    {
      id: 'share',
      title: 'Share: copy the link',
      detail: 'Settings and seeds, no videos',
      run: page.copyLink,
    },
    { id: 'all-runs', title: 'Compare all runs', detail: 'Runs', keys: 'R', run: page.showRuns },
    measuring(state, actions),
    ...computing(state, actions),
    { id: 'go-maps', title: 'Go to the maps', detail: 'Page', keys: 'M', run: () => goToPlace('maps') },
    {
      id: 'go-library',
      title: 'Go to the library',
      detail: 'Page',
      keys: 'L',
      run: () => goToPlace('library'),
    },
    {
      id: 'go-held-keys',
      title: 'Show what the queue of keys holds',
      detail: 'Keys, false negatives',
      run: goToHeldKeys,
    },
    { id: 'go-runs', title: 'Go to runs', detail: 'Page', run: () => goToPlace('runs') },
    { id: 'go-settings', title: 'Go to settings', detail: 'Page', keys: 'S', run: goToSettings },
    ...queueing(state, actions, page),
    { id: 'guide', title: 'Show the first steps', detail: 'Guide', run: page.showGuide },
    { id: 'about', title: 'About, and what it does not prove', detail: 'Guide', run: page.showAbout },
    ...(['light', 'dark', 'auto'] as const).map((scheme) => ({
      id: `scheme-${scheme}`,
      title: `Colours: ${scheme === 'auto' ? 'as the system has them' : scheme}`,
      detail: 'Theme',
      run: () => page.setScheme(scheme),
    })),
    ...Object.entries(PRESET_TABLE).map(([name, { title, about }]) => ({
      id: `preset-${name}`,
      title: `Preset: ${title}`,
      detail: about,
      run: () => actions.choosePreset(name as PresetName),
    })),
    { id: 'palette', title: 'All commands', detail: 'Page', keys: 'Ctrl+K', run: page.showPalette },
    { id: 'keys', title: 'Keyboard shortcuts', detail: 'Page', keys: '?', run: page.showKeys },
    ...GROUPS.flatMap(({ title, fields }) =>
      fields.flatMap((field) => settingCommands(field, title, actions)),
    ),
  ];
}

function training({ stage, plan }: CommandState, actions: SessionActions, page: PageActions): Command[] {
  const blocked = startsAfresh(stage) && (plan?.problems.length ?? 0) > 0;
  const runs = stage === 'running' || stage === 'pausing';
  const verb = stage === 'paused' ? 'Resume' : 'Train';
  return [
    runs
      ? {
          id: 'train',
          title: 'Pause',
          detail: 'After the step under way',
          keys: 'T',
          off: !allows(stage, 'pause'),
          run: () => void actions.pause(),
        }
      : {
          id: 'train',
          title: verb,
          detail: 'All runs in lock-step',
          keys: 'T',
          off: !allows(stage, 'train') || blocked,
          run: () => void actions.train(),
        },
    {
      id: 'step',
      title: 'Step',
      detail: 'One step of every run, then pause',
      keys: 'N',
      off: !allows(stage, 'step') || blocked,
      run: () => void actions.step(),
    },
    {
      id: 'slow-step',
      title: 'Step in slow motion',
      detail: 'One step, phase by phase',
      off: !allows(stage, 'step') || blocked,
      run: page.takeSlowStep,
    },
    {
      id: 'stop',
      title: 'Stop',
      detail: 'Ends the run; maps and curves stay',
      off: !allows(stage, 'stop'),
      run: () => void actions.stop(),
    },
    {
      id: 'reset',
      title: 'Reset',
      detail: 'Back to the untrained encoder',
      off: !allows(stage, 'reset'),
      run: () => void actions.reset(),
    },
  ];
}

function measuring({ kernels }: CommandState, actions: SessionActions): Command {
  const isUnderWay = kernels.status === 'measuring' || kernels.status === 'waiting';
  return {
    id: 'kernels',
    title: isUnderWay ? 'Cancel measuring kernels' : 'Measure kernels on this adapter',
    detail: 'Between the next steps',
    off: kernels.status === 'measured',
    run: () => void (isUnderWay ? actions.cancelKernels() : actions.measureKernels()),
  };
}

/** Where the adapter is no graphics card, or the CPU was chosen. */
function computing({ stage, gpu, computeOn }: CommandState, actions: SessionActions): Command[] {
  if (!hasChoiceOfDevice({ gpu, computeOn })) return [];
  const other = computeOn === 'gpu' ? 'cpu' : 'gpu';
  return [
    {
      id: 'compute-on',
      title: other === 'cpu' ? 'Train on the CPU' : 'Train on WebGPU',
      detail: 'Between two trainings',
      off: !allows(stage, 'reopen'),
      run: () => void actions.computeOn(other),
    },
  ];
}

function queueing(
  { queue, queueWorks, stage }: CommandState,
  actions: SessionActions,
  page: PageActions,
): Command[] {
  const waiting = queue.filter(isWaiting);
  const begun = underWay(queue) !== undefined;
  const can = begun
    ? allows(stage, 'train')
    : waiting.length > 0 && stage !== 'paused' && allows(stage, 'train');
  return [
    queueWorks
      ? {
          id: 'queue-work',
          title: 'Pause the queue',
          detail: 'After the step under way',
          off: !allows(stage, 'pause'),
          run: () => void actions.pause(),
        }
      : {
          id: 'queue-work',
          title: begun ? 'Go on with the queue' : 'Start the queue',
          detail: counted(waiting.length),
          off: !can,
          run: () => void actions.workQueue(),
        },
    {
      id: 'queue-end',
      title: 'End the training of the queue',
      detail: queueWorks ? 'The next one follows' : 'Its record stays',
      off: !begun || stage === 'pausing',
      run: () => void actions.cancelQueued(),
    },
    {
      id: 'queue-empty',
      title: 'Empty the queue',
      detail: counted(waiting.length),
      off: waiting.length === 0,
      run: () => actions.dequeue(waiting.map(({ id }) => id)),
    },
    { id: 'queue-seeds', title: 'Compare runs, grouped by seeds', detail: 'Runs', run: page.showBySeeds },
    { id: 'go-queue', title: 'Go to the queue of trainings', detail: 'Page', run: () => goToPlace('queue') },
  ];
}

const counted = (n: number) => (n === 1 ? '1 training waits' : `${n} trainings wait`);

function undoing({ history }: CommandState, actions: SessionActions): Command[] {
  const [undo, redo] = [history.past.at(-1)?.what, history.future[0]?.what];
  return [
    {
      id: 'undo',
      title: 'Undo',
      detail: undo ?? 'nothing',
      keys: 'Ctrl+Z',
      off: undo === undefined,
      run: () => actions.undo(),
    },
    {
      id: 'redo',
      title: 'Redo',
      detail: redo ?? 'nothing',
      keys: 'Ctrl+Shift+Z',
      off: redo === undefined,
      run: () => actions.redo(),
    },
  ];
}

function settingCommands(field: Field, group: string, actions: SessionActions): Command[] {
  const { path, title } = field;
  const go: Command = { id: `go-${path}`, title, detail: `${group}, setting`, run: () => goToSetting(path) };
  if (field.kind !== 'choice') return [go];
  return [
    go,
    ...field.options.map((option) => ({
      id: `${path}=${option}`,
      title: `${title}: ${option}`,
      detail: group,
      run: () => void actions.setConfig(path, option),
    })),
  ];
}

/** `size 64`: the number that a query ends in, for each number setting that the rest names. */
export function assignments(query: string, actions: SessionActions): Command[] {
  const typed = /^(.*\S)\s+(-?\d+(?:\.\d+)?(?:e-?\d+)?)$/i.exec(query.trim());
  if (!typed) return [];
  const value = Number(typed[2]);
  const fields = GROUPS.flatMap(({ title, fields: of }) => of.map((field) => ({ field, group: title })));
  return fields.flatMap(({ field, group }) => {
    if (field.kind !== 'number' || rank(`${field.title} ${group}`, typed[1]!) === undefined) return [];
    const off = value < field.min || value > field.max || (field.whole && !Number.isInteger(value));
    return {
      id: `${field.path}=${value}`,
      title: `Set ${field.title} to ${value}`,
      detail: off ? `${group}: out of range` : group,
      off,
      run: () => void actions.setConfig(field.path, value),
    };
  });
}

/** How well a text answers a query: lower is better, undefined: not at all. Every word of the query must be in it. */
function rank(text: string, query: string): number | undefined {
  const lower = text.toLowerCase();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  let worst = 0;
  for (const word of words) {
    const at = lower.indexOf(word);
    if (at < 0) return undefined;
    const begins = at === 0 ? 0 : /\W/.test(lower[at - 1]!) ? 1 : 2;
    worst = Math.max(worst, begins);
  }
  return worst;
}

/** Commands that answer a query, the best first; those that are off last. */
export function found(commands: readonly Command[], query: string): Command[] {
  return commands
    .map((command) => {
      const title = rank(command.title, query);
      return { command, rank: title ?? (rank(`${command.title} ${command.detail}`, query) ?? NaN) + 3 };
    })
    .filter(({ rank: of }) => !Number.isNaN(of))
    .sort((a, b) => Number(a.command.off ?? false) - Number(b.command.off ?? false) || a.rank - b.rank)
    .map(({ command }) => command);
}
