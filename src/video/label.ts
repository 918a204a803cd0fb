/** Labels of videos from where their files came from, and the person that a file name tells. */

/** UCF101: `v_Basketball_g01_c01`. */
const UCF101 = /^v_([^_]+)_g\d+_c\d+$/;
/** Toyota Smarthome: `Cook.Usestove_p02_r00_v01_c03`. */
const PERSON = /_p(\d+)(?=_|$)/;

interface Place {
  /** Folders from the outermost one that was dropped to the one the file lies in. */
  readonly folders: readonly string[];
  /** File name without its extension. */
  readonly stem: string;
}

function placeOf(path: string): Place {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const name = parts.at(-1) ?? path;
  const dot = name.lastIndexOf('.');
  return { folders: parts.slice(0, -1), stem: dot > 0 ? name.slice(0, dot) : name };
}

function labelOfStem(stem: string): string {
  const ucf = UCF101.exec(stem)?.[1];
  if (ucf !== undefined) return ucf;
  const at = stem.indexOf('_');
  return at > 0 ? stem.slice(0, at) : stem;
}

/**
 * Labels of files that were dropped or chosen together, in their order. `paths` are relative (`root/sub/name.ext`, or
 * `name.ext` for a single file). A file in a subfolder of what was dropped, or in one of several folders dropped together, is
 * labelled by its parent folder; any other by the part of its name before the first `_`, or by its name without the
 * extension. UCF101's names (`v_Class_gGG_cCC`) give their class wherever they lie.
 */
export function labelsOf(paths: readonly string[]): string[] {
  const places = paths.map(placeOf);
  const roots = new Set(places.flatMap(({ folders }) => folders.slice(0, 1)));
  return places.map(({ folders, stem }) => {
    const byFolder = folders.length > 1 || (folders.length === 1 && roots.size > 1);
    return byFolder ? folders.at(-1)! : labelOfStem(stem);
  });
}

/** 2 for `Cook.Usestove_p02_r00_v01_c03.mp4`; undefined where the name tells no person. */
export function personOf(name: string): number | undefined {
  const digits = PERSON.exec(placeOf(name).stem)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
