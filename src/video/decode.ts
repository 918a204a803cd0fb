/** From a video file to small frames: mediabunny finds the packets, WebCodecs decodes them, at most STORED_FPS a second are kept. */
import {
  ADTS,
  BlobSource,
  EncodedPacketSink,
  FLAC,
  Input,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  UnsupportedInputFormatError,
  VideoSampleSink,
  WAVE,
  WEBM,
  type InputVideoTrack,
  type VideoSample,
} from 'mediabunny';
import { claimedBytes, unreadableContainer } from './container';
import { FrameStore, StoreFullError } from './frame_store';
import type { VideoFrames } from './frames';
import { PictureShrinker } from './picture';
import { detailOf, REJECT, RejectedFile } from './rejection';
import { isStored, mostStored, TIME_ROUNDING } from './sampling';
import { frameBytes, MAX_SOURCE_SIDE, MAX_STORED_BYTES, STORED_FPS, storedSize, type Size } from './stored';

/**
 * Video containers, then those of sound alone (they are told apart from what is no media at all). Playlists (HLS) are left
 * out on purpose: reading one would fetch what it names from the network.
 */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS, OGG, MP3, WAVE, FLAC, ADTS];

/** Seconds by which the length in a Matroska header may be larger than what is there; writers round it, and count a last pause. */
const HEADER_SLACK = 0.25;

/** Bytes. No video is smaller, and the demuxer's probes read past the end of what is. */
const SMALLEST = 16;

export interface DecodeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Gets 0..1, after every decoded frame. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Bytes that the stored frames may take; MAX_STORED_BYTES if not given. */
  readonly maxBytes?: number | undefined;
}

export interface DecodedVideo {
  readonly frames: VideoFrames;
  /** The picture as displayed: turned upright, in square pixels. */
  readonly source: Size;
  /** As WebCodecs names it. */
  readonly codec: string;
}

/**
 * Decodes the primary video track. Seconds count from its first frame that is shown. The frames belong to the caller.
 * @throws RejectedFile for every file that cannot be used, and when `signal` aborts.
 */
export async function decodeVideo(file: Blob, options: DecodeOptions = {}): Promise<DecodedVideo> {
  const { signal } = options;
  if (signal?.aborted) throw REJECT.cancelled();
  if (file.size === 0) throw REJECT.empty();
  if (file.size < SMALLEST) throw REJECT.notAVideo(`${file.size} bytes`);
  if (typeof VideoDecoder === 'undefined') throw REJECT.noWebCodecs();
  const input = new Input({ formats: FORMATS, source: new BlobSource(file) });
  try {
    const work = decodeInput(file, input, options);
    // The work ends at its next frame; whoever cancelled need not wait for it.
    return await (signal ? Promise.race([work, cancelled(signal)]) : work);
  } catch (error) {
    if (error instanceof RejectedFile) throw error;
    if (error instanceof StoreFullError) throw REJECT.tooManyFrames(error.size, error.maxBytes);
    throw await unforeseen(error, file);
  } finally {
    input.dispose();
  }
}

function cancelled(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(REJECT.cancelled()), { once: true });
  });
}

async function decodeInput(file: Blob, input: Input, options: DecodeOptions): Promise<DecodedVideo> {
  const track = await videoTrackOf(file, input);
  const codec = await decodableCodec(track);
  const source = { width: await track.getDisplayWidth(), height: await track.getDisplayHeight() };
  if (Math.max(source.width, source.height) > MAX_SOURCE_SIDE) {
    throw REJECT.tooManyPixels(source, MAX_SOURCE_SIDE);
  }
  const frames = await decodeTrack(file, track, source, options);
  return { frames, source, codec };
}

async function videoTrackOf(file: Blob, input: Input): Promise<InputVideoTrack> {
  const unreadable = await unreadableContainer(file);
  if (unreadable) throw REJECT.container(unreadable.name, unreadable.holds);
  const tracks = await input.getTracks().catch((error: unknown) => {
    throw error instanceof UnsupportedInputFormatError ? REJECT.notAVideo(detailOf(error)) : error;
  });
  const track = await input.getPrimaryVideoTrack();
  if (track) return track;
  // An MP4 keeps its list of tracks at either end: when the end is missing there are none.
  const missing = tracks.length === 0 ? await missingBytes(file) : undefined;
  if (missing !== undefined) throw REJECT.truncated(0, undefined, missing);
  const kinds = tracks.map(({ type }) => (type === 'subtitle' ? 'subtitles' : type));
  throw REJECT.noVideoTrack([...new Set(kinds)]);
}

async function decodableCodec(track: InputVideoTrack): Promise<string> {
  const codec = await track.getCodec();
  const parameters = await track.getCodecParameterString();
  if (codec && parameters && (await track.canDecode())) return parameters;
  const inContainer = await track.getInternalCodecId();
  const name = codec ?? (inContainer instanceof Uint8Array ? 'unknown' : String(inContainer ?? 'unknown'));
  throw REJECT.codec(name, `codec ${parameters ?? name}`);
}

/** What is missing at the end of the file, as text for `detail`; undefined when nothing is. */
async function missingBytes(file: Blob): Promise<string | undefined> {
  const claimed = await claimedBytes(file);
  if (claimed === undefined || claimed <= file.size) return undefined;
  return `${file.size} bytes of at least ${claimed}`;
}

/**
 * Second at which the decoder says this frame is shown. For VP8 its frame knows best: VP8 has packets that show nothing
 * (alternate references), and mediabunny gives times out in the order of packets.
 */
function timeOf(sample: VideoSample, codec: string | null): number {
  if (codec !== 'vp8') return sample.timestamp;
  const frame = sample.toCanvasImageSource();
  return frame instanceof VideoFrame ? frame.timestamp / 1e6 : sample.timestamp;
}

async function decodeTrack(
  file: Blob,
  track: InputVideoTrack,
  source: Size,
  { signal, onProgress, maxBytes = MAX_STORED_BYTES }: DecodeOptions,
): Promise<VideoFrames> {
  const lastPacket = await new EncodedPacketSink(track).getPacket(Infinity, { metadataOnly: true });
  if (!lastPacket) {
    const missing = await missingBytes(file);
    throw missing === undefined ? REJECT.noVideoTrack([]) : REJECT.truncated(0, undefined, missing);
  }
  const codec = await track.getCodec();
  const firstSecond = Math.max(0, await track.getFirstTimestamp());
  const length = lastPacket.timestamp - firstSecond;
  const stored = storedSize(source);
  const store = await storeFor(track, stored, length, maxBytes);
  const shrinker = new PictureShrinker(source, stored);

  let held: VideoSample | undefined;
  let heldSince = 0;
  let decoded = 0;
  let end = 0;
  /** Stores the frame on hold if it is one to keep, now that it is known to be shown until `until`. */
  const settle = (until: number) => {
    if (held && isStored(heldSince, until)) shrinker.shrink(held, store.add(heldSince));
    held?.close();
    held = undefined;
  };
  try {
    for await (const sample of new VideoSampleSink(track).samples(0)) {
      // A frame from before the beginning is on the screen at it; time never runs backwards.
      const second = Math.max(heldSince, timeOf(sample, codec) - firstSecond);
      settle(second);
      held = sample;
      heldSince = second;
      decoded += 1;
      end = second + (sample.duration || (decoded > 1 ? second / (decoded - 1) : 1 / STORED_FPS));
      if (signal?.aborted) throw REJECT.cancelled();
      onProgress?.(length > 0 ? Math.min(1, second / length) : 0);
    }
    settle(end);
  } catch (error) {
    throw await explained(error, file, end);
  } finally {
    held?.close();
  }
  if (decoded === 0 || heldSince < length - TIME_ROUNDING) {
    throw REJECT.truncated(end, length + lastPacket.duration, await missingBytes(file));
  }
  await refuseCutMatroska(file, track, end);
  onProgress?.(1);
  return store.finish(end);
}

/** Room for the frames of `length` seconds. A video of long pauses has fewer than its length suggests: then its packets are counted. */
async function storeFor(
  track: InputVideoTrack,
  size: Size,
  length: number,
  maxBytes: number,
): Promise<FrameStore> {
  const expected = mostStored(length);
  if (expected * frameBytes(size) <= maxBytes) return new FrameStore(size, expected, maxBytes);
  let packets = 0;
  const all = new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true });
  for await (const _ of all) packets += 1;
  return new FrameStore(size, Math.min(expected, packets), maxBytes);
}

/** The sentence for an error that no step expected: the file went away, lacks its end, or something else. */
async function unforeseen(error: unknown, file: Blob): Promise<RejectedFile> {
  const detail = detailOf(error);
  if (error instanceof DOMException && /^Not(Readable|Found)Error$/.test(error.name)) {
    return REJECT.unreadable(detail);
  }
  const missing = await missingBytes(file);
  return missing === undefined
    ? REJECT.failed(detail)
    : REJECT.truncated(0, undefined, `${missing}; ${detail}`);
}

/** The sentence for what went wrong while decoding, up to which `end` seconds were decoded. */
async function explained(error: unknown, file: Blob, end: number): Promise<unknown> {
  if (!(error instanceof DOMException) || error.name !== 'EncodingError') return error;
  const missing = await missingBytes(file);
  return missing === undefined
    ? REJECT.damaged(end, detailOf(error))
    : REJECT.truncated(end, undefined, `${missing}; ${detailOf(error)}`);
}

/** Matroska lists no frames in advance: one that is cut off shows by its size and by the length in its header. */
async function refuseCutMatroska(file: Blob, track: InputVideoTrack, end: number): Promise<void> {
  const format = await track.input.getFormat();
  if (format !== MATROSKA && format !== WEBM) return;
  const missing = await missingBytes(file);
  if (missing === undefined) return;
  const claimed = (await track.input.getDurationFromMetadata()) ?? Infinity;
  const there = await track.input.computeDuration();
  if (there < claimed - HEADER_SLACK) {
    throw REJECT.truncated(end, Number.isFinite(claimed) ? claimed : undefined, missing);
  }
}
