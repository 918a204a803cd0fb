/**
 * Undo and redo of everything but training: settings, labels, removals, choices, and the record of runs. A change holds
 * what it replaced and what by, as small as it is, so that undoing it leaves alone whatever else happened meanwhile.
 */
import { differences, type Difference } from '../runs/differences';
import type { StudyConfig } from '../runs/config';
import type { RunRecord } from '../runs/record';
import { titleOf, valueText } from '../runs/titles';
import { runId, runName, type RunConfig } from '../time/config';
import { withWaiting } from './queue_items';
import { withSetting } from './settings';
import type { Change, Entry, History, LibraryVideo, SessionState } from './state';

export const NO_HISTORY: History = { past: [], future: [] };

const MAX_ENTRIES = 200;
/** Bytes of the stored frames of removed videos, here and in the train worker each: a quarter of what the library holds. */
const MAX_REMOVED_BYTES = 2 ** 28;
/** Milliseconds within which one more change of the same thing is the same change: a number that is being turned. */
const SAME_WITHIN = 1500;

/** Bytes of the stored frames that are held for the sake of an entry. */
function heldBytes({ change }: Entry): number {
  if (change.kind !== 'removal') return 0;
  return change.videos.reduce(
    (sum, { state }) => sum + (state.status === 'ready' ? state.frames * state.width * state.height * 3 : 0),
    0,
  );
}

/** One change out of two that follow each other, where they are of the same one thing; else undefined. */
function merged(before: Change, next: Change): Change | undefined {
  if (before.kind === 'label' && next.kind === 'label' && before.id === next.id) {
    return { ...next, before: before.before };
  }
  if (before.kind === 'maps' && next.kind === 'maps') return { ...next, before: before.before };
  if (before.kind !== 'config' || next.kind !== 'config') return undefined;
  const [a, b] = [before.settings[0], next.settings[0]];
  const one = before.settings.length === 1 && next.settings.length === 1 && a && b && a.path === b.path;
  if (!one || before.preset.before !== next.preset.after || typeof b.value !== 'number') return undefined;
  return { ...next, settings: [{ ...b, base: a.base }] };
}

/** The history with a change just made. `dropped`: entries that can be undone no more, for which nothing need be kept. */
export function withEntry(
  { past, future }: History,
  entry: Entry,
): { readonly history: History; readonly dropped: readonly Entry[] } {
  const last = past.at(-1);
  const one = last && future.length === 0 && entry.at - last.at < SAME_WITHIN;
  const change = one ? merged(last.change, entry.change) : undefined;
  const entries = change
    ? [...past.slice(0, -1), { ...entry, what: sentenceOf(change) ?? entry.what, change }]
    : [...past, entry];
  const kept: Entry[] = [];
  const dropped: Entry[] = [];
  let bytes = 0;
  for (const each of entries.reverse()) {
    bytes += heldBytes(each);
    // A removal alone of more than that can still be undone, until the next one.
    const fits = kept.length < MAX_ENTRIES && (heldBytes(each) === 0 || bytes <= MAX_REMOVED_BYTES);
    if (fits || kept.length === 0) kept.unshift(each);
    else dropped.push(each);
  }
  return { history: { past: kept, future: [] }, dropped };
}

/** Videos that undo or redo can still bring back: their frames are kept. */
export function restorable({ past, future }: History): LibraryVideo[] {
  return [
    ...past.flatMap(({ change }) => (change.kind === 'removal' ? change.videos : [])),
    ...future.flatMap(({ change }) => (change.kind === 'addition' ? (change.out?.removal.videos ?? []) : [])),
  ];
}

function withSettings(config: StudyConfig, settings: readonly Difference[], side: 'value' | 'base') {
  let next = config;
  for (const setting of settings) {
    const change = withSetting(next, setting.path, setting[side]);
    if (change.ok) next = change.config;
  }
  return next;
}

/** Takes videos out, and off the maps; the change that brings them back. */
export function removal(
  { library, mapVideoIds, mapPicked }: SessionState,
  ids: ReadonlySet<string>,
): { readonly change: Change & { kind: 'removal' }; readonly update: Partial<SessionState> } {
  return {
    change: {
      kind: 'removal',
      videos: library.filter(({ id }) => ids.has(id)),
      order: library.map(({ id }) => id),
      choice: { mapVideoIds, mapPicked },
    },
    update: {
      library: library.filter(({ id }) => !ids.has(id)),
      mapVideoIds: mapVideoIds.filter((id) => !ids.has(id)),
    },
  };
}

/** Back to where they were; what came meanwhile stays at the end. */
function restored(library: readonly LibraryVideo[], { videos, order }: Change & { kind: 'removal' }) {
  const place = new Map(order.map((id, i) => [id, i]));
  const placeOf = ({ id }: LibraryVideo) => place.get(id) ?? Infinity;
  const waiting = videos.map((video): LibraryVideo => {
    const pending = video.state.status === 'waiting' || video.state.status === 'decoding';
    return pending ? { ...video, state: { status: 'waiting' } } : video;
  });
  const known = [...library.filter(({ id }) => place.has(id)), ...waiting];
  const later = library.filter(({ id }) => !place.has(id));
  return [...known.sort((a, b) => placeOf(a) - placeOf(b)), ...later];
}

/** What people wrote on records, or their being there; what training goes on writing to them is left alone. */
export function withRecords(
  archive: readonly RunRecord[],
  from: readonly RunRecord[],
  to: readonly RunRecord[],
): readonly RunRecord[] {
  const wanted = new Map(to.map((record) => [record.id, record]));
  const known = new Set(archive.map(({ id }) => id));
  const replaced = new Set(from.map(({ id }) => id));
  const kept = archive.flatMap((record) => {
    const { note, pinned } = wanted.get(record.id) ?? record;
    if (replaced.has(record.id) && !wanted.has(record.id)) return [];
    return note === record.note && pinned === record.pinned ? [record] : [{ ...record, note, pinned }];
  });
  return [...kept, ...to.filter(({ id }) => !known.has(id))].sort((a, b) => a.began - b.began);
}

const labelled = (library: readonly LibraryVideo[], id: string, label: string) =>
  library.map((video) => (video.id === id ? { ...video, label } : video));

interface Applied {
  readonly change: Change;
  readonly update: Partial<SessionState>;
}

/** What undoing a change does to the state, and the change as it then is: added videos may have been decoded meanwhile. */
export function undone(state: SessionState, change: Change): Applied {
  switch (change.kind) {
    case 'config': {
      const config = withSettings(state.config, change.settings, 'base');
      return { change, update: { config, preset: change.preset.before } };
    }
    case 'label':
      return { change, update: { library: labelled(state.library, change.id, change.before) } };
    case 'removal':
      return { change, update: { library: restored(state.library, change), ...change.choice } };
    case 'addition':
      return withoutAdded(state, change);
    case 'maps':
    case 'set':
      return { change, update: change.before };
    case 'queue':
      return { change, update: { queue: withWaiting(state.queue, change.after, change.before) } };
    case 'records':
      return { change, update: { archive: withRecords(state.archive, change.after, change.before) } };
  }
}

/** The built-in set takes the place of own videos of which none is left. */
function withoutAdded(state: SessionState, { kind, ids }: Change & { kind: 'addition' }): Applied {
  const { change, update } = removal(state, new Set(ids));
  const { trainOn, builtin } = state;
  const isLeft = update.library?.some(({ source }) => source === 'own') ?? false;
  return {
    change: { kind, ids, out: { removal: change, trainOn } },
    update: { ...update, ...(isLeft || builtin.status === 'off' ? {} : { trainOn: 'builtin' }) },
  };
}

/** What doing it again does, and the change as it then is: the videos of a removal may have been decoded meanwhile. */
export function redone(state: SessionState, change: Change): Applied {
  switch (change.kind) {
    case 'config': {
      const config = withSettings(state.config, change.settings, 'value');
      return { change, update: { config, preset: change.preset.after } };
    }
    case 'label':
      return { change, update: { library: labelled(state.library, change.id, change.after) } };
    case 'removal':
      return removal(state, new Set(change.videos.map(({ id }) => id)));
    case 'addition': {
      const { kind, ids, out } = change;
      if (!out) return { change, update: {} };
      const { removal: gone, trainOn } = out;
      const update = { library: restored(state.library, gone), ...gone.choice, trainOn };
      return { change: { kind, ids }, update };
    }
    case 'maps':
      return { change, update: change.after };
    case 'set':
      return { change, update: { trainOn: change.after, mapPicked: false } };
    case 'queue':
      return { change, update: { queue: withWaiting(state.queue, change.before, change.after) } };
    case 'records':
      return { change, update: { archive: withRecords(state.archive, change.before, change.after) } };
  }
}

/** A change of the configuration; undefined where nothing changed. */
export function configChange(
  before: Pick<SessionState, 'config' | 'preset'>,
  after: Pick<SessionState, 'config' | 'preset'>,
): Change | undefined {
  const settings = differences(after.config, before.config);
  if (settings.length === 0 && before.preset === after.preset) return undefined;
  return { kind: 'config', settings, preset: { before: before.preset, after: after.preset } };
}

/** `Size 32 → 64`; undefined for changes that only their maker can name, a preset among them. */
export function sentenceOf(change: Change): string | undefined {
  if (change.kind !== 'config') return undefined;
  const { settings, preset } = change;
  const [first] = settings;
  if (preset.before !== preset.after || !first) return undefined;
  if (settings.length > 1) return `${settings.length} settings`;
  if (first.path === 'train.runs') return runsSentence(first);
  return `${titleOf(first.path)} ${valueText(first.base)} → ${valueText(first.value)}`;
}

function runsSentence({ value, base }: Difference): string {
  const [after, before] = [value as readonly RunConfig[], base as readonly RunConfig[]];
  const ids = { before: new Set(before.map(runId)), after: new Set(after.map(runId)) };
  const added = after.filter((run) => !ids.before.has(runId(run))).map(runName);
  const gone = before.filter((run) => !ids.after.has(runId(run))).map(runName);
  if (added.length === 1 && gone.length === 0) return `run ${added[0]!} added`;
  if (gone.length === 1 && added.length === 0) return `run ${gone[0]!} removed`;
  if (gone.length === 1 && added.length === 1) return `run ${gone[0]!} → ${added[0]!}`;
  return 'runs';
}
