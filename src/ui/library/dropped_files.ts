/** From what the browser gives for a drop or a choice of files to the session's files with their paths. */
import type { AddedFile } from '../../session/library';

/** File selectors name the path as `path`, `relativePath` or (for a chosen folder) `webkitRelativePath`. */
interface FileWithPaths extends File {
  readonly path?: string;
  readonly relativePath?: string;
}

/** `./Enter/a.mp4` and `/Enter/a.mp4` are `Enter/a.mp4`; a single file is its name. */
export function pathOf(file: FileWithPaths): string {
  const given = file.webkitRelativePath || file.relativePath || file.path || file.name;
  return given.replace(/^(\.?\/)+/, '') || file.name;
}

/** Files with their paths in the order of the paths. Hidden files (`.DS_Store` and its kind) are left out: systems put them there, not people. */
export function addedFiles(files: Iterable<File>): AddedFile[] {
  return [...files]
    .filter((file) => !file.name.startsWith('.'))
    .map((file) => ({ file, path: pathOf(file) }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
