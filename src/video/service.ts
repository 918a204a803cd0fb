/** Answers the page's calls to the decode worker: files, the built-in set, frames to show. Knows no worker API but the port it is given. */
import * as Comlink from 'comlink';
import type { BuiltinVideo, DecodeService, FramesMessage, ReadyVideo, Rejection } from '../protocol/decode';
import { filmstripFrames, filmstripOf, segmentOf } from './filmstrip';
import type { Filmstrip, VideoFrames } from './frames';
import { detailOf, REJECT, RejectedFile } from './rejection';
import { SceneRenderer } from './scenes/render';
import { describeScene } from './scenes/scene';
import { MAX_HELD_BYTES, MAX_STORED_BYTES, type Size } from './stored';
import { Turns } from './turns';

/** Files that are decoded at once; the others wait. */
const AT_ONCE = 2;
/** Milliseconds between two reports of progress. */
const PROGRESS_INTERVAL = 100;

export interface DecodeLimits {
  /** Bytes of the stored frames of one video. */
  readonly storedBytes: number;
  /** Bytes of the frames of all videos from which on no file is taken any more. */
  readonly heldBytes: number;
}

export class DecodeWorkerService implements DecodeService {
  readonly #limits: DecodeLimits;
  readonly #videos = new Map<string, VideoFrames>();
  /** Built-in videos of which only the filmstrip is drawn. */
  readonly #unfinished = new Map<string, SceneRenderer>();
  /** The page wants the built-in set now: nothing is drawn ahead any more. */
  #isAskedFor = false;
  readonly #underWay = new Map<string, AbortController>();
  readonly #turns = new Turns(AT_ONCE);
  #port: MessagePort | undefined;

  constructor(limits: DecodeLimits = { storedBytes: MAX_STORED_BYTES, heldBytes: MAX_HELD_BYTES }) {
    this.#limits = limits;
  }

  connect(port: MessagePort): void {
    this.#port?.close();
    this.#port = port;
    for (const [id, frames] of this.#videos) this.#send(id, frames);
  }

  async prepareBuiltin({ seed, count }: { seed: number; count: number }): Promise<void> {
    for (let index = 0; index < count && !this.#isAskedFor; index++) {
      this.#drawFilmstrip(seed, index);
      await otherCalls();
    }
  }

  async renderBuiltin(
    { seed, count }: { seed: number; count: number },
    onVideo: (video: BuiltinVideo) => void,
  ): Promise<void> {
    this.#isAskedFor = true;
    for (let index = 0; index < count; index++) {
      const { id, scene, video: frames } = this.#drawFilmstrip(seed, index);
      const { name, label } = scene;
      const video = readyVideo(frames, frames, 'rendered');
      tell(onVideo, Comlink.transfer({ id, name, label, video }, [video.filmstrip.rgb.buffer]));
      await otherCalls();
    }
    void this.#finishAll();
  }

  /** The frames between those of the filmstrips; a video that is asked for meanwhile comes first. */
  async #finishAll(): Promise<void> {
    for (const id of [...this.#unfinished.keys()]) {
      this.#finish(id);
      await otherCalls();
    }
  }

  #drawFilmstrip(seed: number, index: number) {
    const id = `builtin-${seed}-${index}`;
    const renderer = this.#unfinished.get(id) ?? new SceneRenderer(describeScene(seed, index));
    this.#unfinished.set(id, renderer);
    renderer.draw(filmstripFrames(renderer.video));
    return { id, scene: renderer.scene, video: renderer.video };
  }

  #finish(id: string): void {
    const renderer = this.#unfinished.get(id);
    if (!renderer) return;
    this.#unfinished.delete(id);
    this.#hold(id, renderer.drawAll());
  }

  async decode(id: string, file: File, onProgress: (done: number) => void): Promise<ReadyVideo | Rejection> {
    const controller = new AbortController();
    this.#underWay.get(id)?.abort(REJECT.cancelled());
    this.#underWay.set(id, controller);
    try {
      const video = await this.#decodeInTurn(id, file, controller.signal, throttled(onProgress));
      return Comlink.transfer(video, [video.filmstrip.rgb.buffer]);
    } catch (error) {
      const { reason, message, detail } =
        error instanceof RejectedFile ? error : REJECT.failed(detailOf(error));
      return { status: 'rejected', reason, message, ...(detail === undefined ? {} : { detail }) };
    } finally {
      if (this.#underWay.get(id) === controller) this.#underWay.delete(id);
    }
  }

  async #decodeInTurn(
    id: string,
    file: File,
    signal: AbortSignal,
    onProgress: (done: number) => void,
  ): Promise<ReadyVideo> {
    await this.#turns.take(signal);
    try {
      if (this.#heldBytes() >= this.#limits.heldBytes) throw REJECT.libraryFull(this.#limits.heldBytes);
      const maxBytes = this.#limits.storedBytes;
      // The demuxer comes with the first file: the built-in set must not wait for it.
      const { decodeVideo } = await import('./decode');
      const { frames, source, codec } = await decodeVideo(file, { signal, onProgress, maxBytes });
      signal.throwIfAborted();
      this.#hold(id, frames);
      return readyVideo(frames, source, codec);
    } finally {
      this.#turns.giveBack();
    }
  }

  cancel(id: string): void {
    this.#underWay.get(id)?.abort(REJECT.cancelled());
  }

  segment(id: string, start: number, stride: number, frames: number): Filmstrip {
    const strip = segmentOf(this.#held('segment', id), start, stride, frames);
    return Comlink.transfer(strip, [strip.rgb.buffer]);
  }

  video(id: string): VideoFrames {
    const video = this.#held('video', id);
    const copy = { ...video, rgb: video.rgb.slice(), seconds: video.seconds.slice() };
    return Comlink.transfer(copy, [copy.rgb.buffer, copy.seconds.buffer]);
  }

  #held(caller: string, id: string): VideoFrames {
    this.#finish(id);
    const video = this.#videos.get(id);
    if (!video)
      throw new Error(`${caller}: expected the id of a video that is held, got "${id}"; was it removed?`);
    return video;
  }

  remove(id: string): void {
    this.cancel(id);
    this.#unfinished.delete(id);
    if (this.#videos.delete(id)) this.#port?.postMessage({ kind: 'remove', id } satisfies FramesMessage);
  }

  #heldBytes(): number {
    let bytes = 0;
    for (const { rgb } of this.#videos.values()) bytes += rgb.byteLength;
    return bytes;
  }

  #hold(id: string, frames: VideoFrames): void {
    this.#videos.set(id, frames);
    this.#send(id, frames);
  }

  /** A copy: this side keeps its frames to show segments while the train worker is busy. */
  #send(id: string, frames: VideoFrames): void {
    const rgb = frames.rgb.slice();
    const message: FramesMessage = { kind: 'add', id, frames: { ...frames, rgb } };
    this.#port?.postMessage(message, [rgb.buffer]);
  }
}

function readyVideo(frames: VideoFrames, source: Size, codec: string): ReadyVideo {
  return {
    status: 'ready',
    frames: frames.count,
    duration: frames.duration,
    sourceWidth: source.width,
    sourceHeight: source.height,
    width: frames.width,
    height: frames.height,
    codec,
    filmstrip: filmstripOf(frames),
  };
}

/** Calls back without waiting for it: across a worker the call is asynchronous, and fails when the page has gone. */
function tell<T>(callback: (value: T) => unknown, value: T): void {
  void Promise.resolve(callback(value)).catch(() => undefined);
}

function throttled(onProgress: (done: number) => void): (done: number) => void {
  let last = -Infinity;
  return (done) => {
    const now = performance.now();
    if (done < 1 && now - last < PROGRESS_INTERVAL) return;
    last = now;
    tell(onProgress, done);
  };
}

/** Lets calls that came in meanwhile be answered. */
function otherCalls(): Promise<void> {
  // Not a timer: nested ones wait 4 ms each, a quarter of a second over the whole set.
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
