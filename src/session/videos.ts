/** The library's part of the session: built-in set, decoding, labels, removal, training set and map choice. */
import * as Comlink from 'comlink';
import type { BuiltinVideo, DecodeService } from '../protocol/decode';
import { labelsOf } from '../video/label';
import { removal } from './history';
import { isPending, isReady, nextMapChoice, type AddedFile } from './library';
import { notify, sentenceOfError } from './notices';
import type { Change, LibraryVideo, SessionState, VideoSource, VideoState } from './state';
import type { Updates } from './updates';

/** What the library tells the rest of the session. */
interface Rest {
  /** After every change that training or maps may have to follow. */
  readonly changed: () => void;
  /** Makes a change undoable; `what` names it. */
  readonly record: (what: string, change: Change) => void;
}

export class Videos {
  readonly #updates: Updates<SessionState>;
  readonly #decode: () => Comlink.Remote<DecodeService>;
  readonly #changed: () => void;
  readonly #record: Rest['record'];
  /** Of every own file in the library: the same file dropped twice is one video. */
  readonly #fingerprints = new Map<string, string>();
  /** Own files that are not decoded yet: a removal that is undone begins their decoding again. */
  readonly #files = new Map<string, File>();
  /** The decoding under way of a video: the answer of an earlier one no longer counts. */
  readonly #decodings = new Map<string, symbol>();
  #lastId = 0;
  #sourceChosen = false;

  constructor(
    updates: Updates<SessionState>,
    decode: () => Comlink.Remote<DecodeService>,
    { changed, record }: Rest,
  ) {
    this.#updates = updates;
    this.#decode = decode;
    this.#changed = changed;
    this.#record = record;
  }

  /** What a video is known by when it comes again, today or after a reload. */
  keyOf(id: string): string {
    return this.#fingerprints.get(id) ?? id;
  }

  async renderBuiltin(options: { seed: number; count: number }): Promise<void> {
    this.#updates.now(() => ({ builtin: { status: 'rendering', done: 0, total: options.count } }));
    const onVideo = ({ id, name, label, video }: BuiltinVideo) => {
      this.#updates.soon(({ library, builtin, labels }) => {
        const entry: LibraryVideo = {
          id,
          name,
          path: name,
          label: labels[id] ?? label,
          source: 'builtin',
          state: video,
        };
        const own = library.findIndex(({ source }) => source === 'own');
        const at = own < 0 ? library.length : own;
        return {
          library: [...library.slice(0, at), entry, ...library.slice(at)],
          builtin: { ...builtin, done: builtin.done + 1 },
        };
      });
      this.#changed();
    };
    try {
      await this.#decode().renderBuiltin(options, Comlink.proxy(onVideo));
      this.#updates.now(({ builtin }) => ({ builtin: { ...builtin, status: 'ready' } }));
    } catch (error) {
      const message = `The built-in set could not be rendered (${sentenceOfError(error)}): add videos of your own instead.`;
      this.#updates.now(({ builtin }) => ({ builtin: { ...builtin, status: 'failed', message } }));
    }
    this.#changed();
  }

  async add(files: readonly AddedFile[]): Promise<void> {
    const fresh = files.filter(({ file, path }) => !this.#isKnown(file, path));
    const repeated = files.length - fresh.length;
    if (repeated > 0) {
      const which = repeated === 1 ? '1 file is' : `${repeated} files are`;
      notify(this.#updates, 'info', `${which} in the library already and stayed as before.`);
    }
    const labels = labelsOf(fresh.map(({ path }) => path));
    const given = this.#updates.read().labels;
    const entries = fresh.map(({ file, path }, i): { video: LibraryVideo; file: File } => {
      const id = `own-${(this.#lastId += 1)}`;
      this.#fingerprints.set(id, fingerprint(file, path));
      this.#files.set(id, file);
      const label = given[this.keyOf(id)] ?? labels[i] ?? 'unlabelled';
      return {
        file,
        video: { id, name: file.name, path, label, source: 'own', state: { status: 'waiting' } },
      };
    });
    const added = entries.map(({ video }) => video);
    this.#updates.now(({ library }) => ({ library: [...library, ...added] }));
    if (added.length > 0) {
      const what = added.length === 1 ? added[0]!.name : `${added.length} videos`;
      this.#record(`addition of ${what}`, { kind: 'addition', ids: added.map(({ id }) => id) });
    }
    // The worker takes turns; a file that waits for its own says so until its first progress.
    await Promise.all(entries.map(({ video, file }) => this.#decodeOne(video.id, file)));
  }

  #isKnown(file: File, path: string): boolean {
    const known = fingerprint(file, path);
    return this.#updates.read().library.some(({ id }) => this.#fingerprints.get(id) === known);
  }

  async #decodeOne(id: string, file: File): Promise<void> {
    const decoding = Symbol(id);
    this.#decodings.set(id, decoding);
    const onProgress = (done: number) => {
      if (this.#decodings.get(id) === decoding) this.#setState(id, { status: 'decoding', done });
    };
    try {
      const result = await this.#decode().decode(id, file, Comlink.proxy(onProgress));
      if (this.#decodings.get(id) !== decoding) {
        // Removed meanwhile: its frames came too late to be wanted.
        if (!this.#decodings.has(id)) void this.#decode().remove(id);
        return;
      }
      this.#decodings.delete(id);
      this.#files.delete(id);
      this.#setState(id, result);
      const { trainOn } = this.#updates.read();
      if (result.status === 'ready' && trainOn === 'builtin' && !this.#sourceChosen) {
        this.#updates.now(() => ({ trainOn: 'own' }));
      }
    } catch (error) {
      const message = `${file.name} could not be decoded (${sentenceOfError(error)}): try another file.`;
      this.#setState(id, { status: 'rejected', reason: 'failed', message });
    }
    this.#changed();
  }

  #setState(id: string, state: VideoState): void {
    this.#updates.soon(({ library }) => ({
      library: library.map((video) =>
        // A late report of progress must not undo an answer.
        video.id === id && (isPending(video) || !('done' in state)) ? { ...video, state } : video,
      ),
    }));
  }

  setLabel(id: string, label: string): void {
    const after = label.trim() || 'unlabelled';
    const video = this.#updates.read().library.find((other) => other.id === id);
    if (!video || video.label === after) return;
    this.#updates.now(({ library }) => ({
      library: library.map((other) => (other.id === id ? { ...other, label: after } : other)),
    }));
    this.#record(`label of ${video.name}`, { kind: 'label', id, before: video.label, after });
    this.#changed();
  }

  /** Their frames are kept until the removal can be undone no more. */
  remove(ids: readonly string[]): void {
    const { change, update } = removal(this.#updates.read(), new Set(ids));
    const [first] = change.videos;
    if (!first) return;
    this.#updates.now(() => update);
    const what = change.videos.length === 1 ? first.name : `${change.videos.length} videos`;
    this.#record(`removal of ${what}`, change);
    this.follow();
    this.#changed();
  }

  /** Brings decoding up to a library that undo or a removal has changed: nothing that is gone is decoded, all that waits is. */
  follow(): void {
    const pending = this.#updates.read().library.filter(isPending);
    const wanted = new Set(pending.map(({ id }) => id));
    for (const id of this.#decodings.keys()) {
      if (wanted.has(id)) continue;
      this.#decodings.delete(id);
      void this.#decode().cancel(id);
    }
    for (const { id } of pending) {
      const file = this.#files.get(id);
      if (file && !this.#decodings.has(id)) void this.#decodeOne(id, file);
    }
  }

  /** Gives back the frames of videos that can be had back no more. */
  forget(videos: readonly LibraryVideo[]): void {
    for (const video of videos) {
      this.#fingerprints.delete(video.id);
      this.#files.delete(video.id);
      if (isReady(video)) void this.#decode().remove(video.id);
    }
  }

  setTrainOn(trainOn: VideoSource): void {
    const { trainOn: before, mapVideoIds, mapPicked } = this.#updates.read();
    this.#sourceChosen = true;
    if (before === trainOn) return;
    this.#updates.now(() => ({ trainOn, mapPicked: false }));
    this.#record(trainOn === 'own' ? 'training on your videos' : 'training on the built-in set', {
      kind: 'set',
      before: { trainOn: before, mapVideoIds, mapPicked },
      after: trainOn,
    });
    this.#changed();
  }

  chooseForMap(ids: readonly string[] | null): void {
    const { mapPicked, mapVideoIds } = this.#updates.read();
    const after = { mapPicked: ids !== null, mapVideoIds: ids ?? mapVideoIds };
    this.#updates.now(() => after);
    this.#record('videos on the maps', { kind: 'maps', before: { mapPicked, mapVideoIds }, after });
    this.#changed();
  }

  /** Follows the library with the session's own choice for the maps, unless videos were picked by hand. */
  updateMapChoice(): void {
    const { library, trainOn, mapVideoIds, mapPicked, builtin, config } = this.#updates.read();
    if (mapPicked && mapVideoIds.length > 0) return;
    const pending =
      trainOn === 'builtin' ? builtin.status === 'rendering' : library.some((video) => isPending(video));
    const next = nextMapChoice(mapVideoIds, library, { trainOn, count: config.map.videos, pending });
    if (next !== mapVideoIds) this.#updates.now(() => ({ mapVideoIds: next, mapPicked: false }));
  }
}

function fingerprint(file: File, path: string): string {
  return [path, file.size, file.lastModified].join('\n');
}
