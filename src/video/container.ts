/** What the bytes of a file say about its container: formats that cannot be read here, and whether its end is missing. */

/** Bytes from the beginning that are looked at to tell the format. */
const HEAD_BYTES = 4096;
/** Top-level boxes looked at; a fragmented MP4 of hours has some thousands. */
const MAX_BOXES = 100_000;

export interface UnreadableContainer {
  /** With its article, e.g. `an AVI file`. */
  readonly name: string;
  readonly holds: string;
}

const ascii = (bytes: Uint8Array) => String.fromCharCode(...bytes);

/** The codec that an AVI's first video stream names (its FourCC), e.g. `XVID`. */
function aviCodec(head: string): string | undefined {
  const stream = head.indexOf('strh');
  if (stream < 0 || head.slice(stream + 8, stream + 12) !== 'vids') return undefined;
  const codec = head.slice(stream + 12, stream + 16);
  return /^[\x20-\x7e]{4}$/.test(codec) ? codec.trim() : undefined;
}

/** Beginnings of containers that hold video and that the demuxer does not read. */
/* eslint-disable no-control-regex -- magic numbers are bytes, not text */
const UNREADABLE: readonly {
  readonly begins: RegExp;
  readonly name: string;
  readonly holds: (head: string) => string;
}[] = [
  {
    begins: /^RIFF[^]{4}AVI /,
    name: 'an AVI file',
    holds: (head) => {
      const codec = aviCodec(head);
      return `a container of mostly DivX or Xvid video as in UCF101 and HMDB51${codec ? ` (here ${codec})` : ''}`;
    },
  },
  { begins: /^FLV\x01/, name: 'a Flash video (FLV)', holds: () => 'a container of the Flash player' },
  {
    begins: /^\x30\x26\xb2\x75\x8e\x66\xcf\x11/,
    name: 'a Windows Media file (WMV, ASF)',
    holds: () => 'a container of Windows Media Player',
  },
  {
    begins: /^\x00\x00\x01[\xba\xb3]/,
    name: 'an MPEG program stream (MPG, VOB)',
    holds: () => 'a container of DVDs with MPEG-1 or MPEG-2 video',
  },
  { begins: /^\.RMF/, name: 'a RealMedia file', holds: () => 'a container of RealPlayer' },
  { begins: /^OggS[^]*[\x80\x81]theora/, name: 'an Ogg file', holds: () => 'here with Theora video' },
  { begins: /^GIF8[79]a/, name: 'a GIF', holds: () => 'an animated picture rather than a video' },
];

/* eslint-enable no-control-regex */

/** Names the container where it is one that cannot be read here. */
export async function unreadableContainer(file: Blob): Promise<UnreadableContainer | undefined> {
  const head = ascii(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  const found = UNREADABLE.find(({ begins }) => begins.test(head));
  return found && { name: found.name, holds: found.holds(head) };
}

/**
 * Bytes that the file should have by its own structure (at least): MP4 and MOV by their top-level boxes, Matroska and
 * WebM by their segment. Undefined where the format does not tell. More than `file.size` means that the end is missing.
 */
export async function claimedBytes(file: Blob): Promise<number | undefined> {
  const head = new DataView(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (head.byteLength >= 4 && head.getUint32(0) === 0x1a45dfa3) return matroskaBytes(head, file.size);
  const isBoxes = head.byteLength >= 8 && /^(ftyp|moov|mdat|free|skip|wide)$/.test(boxType(head));
  return isBoxes ? boxBytes(file) : undefined;
}

const boxType = (box: DataView) => ascii(new Uint8Array(box.buffer, box.byteOffset + 4, 4));

async function boxBytes(file: Blob): Promise<number> {
  let end = 0;
  for (let boxes = 0; end < file.size && boxes < MAX_BOXES; boxes++) {
    const header = new DataView(await file.slice(end, end + 16).arrayBuffer());
    if (header.byteLength < 8) return end + 8;
    const short = header.getUint32(0);
    // 0: to the end of the file; 1: a size of 64 bits follows the type.
    if (short === 0) return file.size;
    if (short === 1 && header.byteLength < 16) return end + 16;
    const size = short === 1 ? Number(header.getBigUint64(8)) : short;
    end += Math.max(size, 8);
  }
  return end;
}

/** An EBML number of 1-8 bytes; undefined for "unknown" (all ones) and where the bytes end. */
function ebmlNumber(view: DataView, at: number): { value: number | undefined; length: number } {
  const first = at < view.byteLength ? view.getUint8(at) : 0;
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > view.byteLength) return { value: undefined, length };
  let value = first & (0xff >> length);
  let unknown = value === 0xff >> length;
  for (let i = 1; i < length; i++) {
    const byte = view.getUint8(at + i);
    value = value * 256 + byte;
    unknown &&= byte === 0xff;
  }
  return { value: unknown ? undefined : value, length };
}

function matroskaBytes(head: DataView, size: number): number | undefined {
  const header = ebmlNumber(head, 4);
  const segment = 4 + header.length + (header.value ?? size);
  if (segment + 4 > head.byteLength || head.getUint32(segment) !== 0x18538067) return undefined;
  const content = ebmlNumber(head, segment + 4);
  return content.value === undefined ? undefined : segment + 4 + content.length + content.value;
}
