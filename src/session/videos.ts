/** The library's part of the session: built-in set, decoding, labels, removal with undo, training set and map choice. */
import * as Comlink from 'comlink';
import type { BuiltinVideo, DecodeService } from '../protocol/decode';
import { labelsOf } from '../video/label';
import { isPending, isReady, nextMapChoice, type AddedFile } from './library';
import { notify, sentenceOfError } from './notices';
import type { LibraryVideo, SessionState, VideoSource, VideoState } from './state';
import type { Updates } from './updates';

export class Videos {
  readonly #updates: Updates<SessionState>;
  readonly #decode: () => Comlink.Remote<DecodeService>;
  readonly #changed: () => void;
  /** Of every own file in the library: the same file dropped twice is one video. */
  readonly #fingerprints = new Map<string, string>();
  #lastId = 0;
  #sourceChosen = false;
  /** Ids of the library before the last removal. */
  #orderBefore: readonly string[] = [];

  /** `changed` is called after every change that training or maps may have to follow. */
  constructor(
    updates: Updates<SessionState>,
    decode: () => Comlink.Remote<DecodeService>,
    changed: () => void,
  ) {
    this.#updates = updates;
    this.#decode = decode;
    this.#changed = changed;
  }

  async renderBuiltin(options: { seed: number; count: number }): Promise<void> {
    this.#updates.now(() => ({ builtin: { status: 'rendering', done: 0, total: options.count } }));
    const onVideo = ({ id, name, label, video }: BuiltinVideo) => {
      const entry: LibraryVideo = { id, name, path: name, label, source: 'builtin', state: video };
      this.#updates.soon(({ library, builtin }) => {
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
    const entries = fresh.map(({ file, path }, i): { video: LibraryVideo; file: File } => {
      const id = `own-${(this.#lastId += 1)}`;
      this.#fingerprints.set(id, fingerprint(file, path));
      const label = labels[i] ?? 'unlabelled';
      return {
        file,
        video: { id, name: file.name, path, label, source: 'own', state: { status: 'waiting' } },
      };
    });
    this.#updates.now(({ library }) => ({ library: [...library, ...entries.map(({ video }) => video)] }));
    // The worker takes turns; a file that waits for its own says so until its first progress.
    await Promise.all(entries.map(({ video, file }) => this.#decodeOne(video.id, file)));
  }

  #isKnown(file: File, path: string): boolean {
    const known = fingerprint(file, path);
    return this.#updates.read().library.some(({ id }) => this.#fingerprints.get(id) === known);
  }

  async #decodeOne(id: string, file: File): Promise<void> {
    const onProgress = (done: number) => this.#setState(id, { status: 'decoding', done });
    try {
      const result = await this.#decode().decode(id, file, Comlink.proxy(onProgress));
      this.#setState(id, result);
      const { trainOn, library } = this.#updates.read();
      if (!library.some((video) => video.id === id)) {
        // Removed meanwhile: its frames came too late to be wanted.
        void this.#decode().remove(id);
        return;
      }
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
    const trimmed = label.trim() || 'unlabelled';
    this.#updates.now(({ library }) => ({
      library: library.map((video) => (video.id === id ? { ...video, label: trimmed } : video)),
    }));
    this.#changed();
  }

  /** What was removed before is now really forgotten: its frames are given back. */
  remove(ids: readonly string[]): void {
    const wanted = new Set(ids);
    const gone = this.#updates.read().library.filter(({ id }) => wanted.has(id));
    if (gone.length === 0) return;
    for (const video of gone.filter(isPending)) void this.#decode().cancel(video.id);
    this.#forget(this.#updates.read().removed);
    this.#orderBefore = this.#updates.read().library.map(({ id }) => id);
    this.#updates.now(({ library, mapVideoIds }) => ({
      library: library.filter(({ id }) => !wanted.has(id)),
      mapVideoIds: mapVideoIds.filter((id) => !wanted.has(id)),
      removed: gone.filter((video) => !isPending(video)),
    }));
    this.#changed();
  }

  /** Back to where they were. */
  undoRemove(): void {
    const place = new Map(this.#orderBefore.map((id, i) => [id, i]));
    const placeOf = ({ id }: LibraryVideo) => place.get(id) ?? Infinity;
    this.#updates.now(({ library, removed }) => {
      const known = [...library.filter(({ id }) => place.has(id)), ...removed];
      const later = library.filter(({ id }) => !place.has(id));
      return { library: [...known.sort((a, b) => placeOf(a) - placeOf(b)), ...later], removed: [] };
    });
    this.#changed();
  }

  #forget(videos: readonly LibraryVideo[]): void {
    for (const video of videos) {
      this.#fingerprints.delete(video.id);
      if (isReady(video)) void this.#decode().remove(video.id);
    }
  }

  setTrainOn(trainOn: VideoSource): void {
    this.#sourceChosen = true;
    this.#updates.now(() => ({ trainOn, mapPicked: false }));
    this.#changed();
  }

  chooseForMap(ids: readonly string[] | null): void {
    this.#updates.now(({ mapVideoIds }) => ({
      mapPicked: ids !== null,
      mapVideoIds: ids ?? mapVideoIds,
    }));
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
