/** The name of a clip; where it does not fit, it is cut in the middle: names of one set differ at their ends. */
interface ClipNameProps {
  readonly name: string;
  /** Shown when pointed at, where that is more than the name. */
  readonly title?: string;
}

/** Characters at the end that are never cut: `r07_v01_c01` of the built-in set. */
const END = 11;

export function ClipName({ name, title = name }: ClipNameProps) {
  const at = Math.max(0, name.length - END);
  return (
    <span className="clip-name" title={title}>
      <span>{name.slice(0, at)}</span>
      <span>{name.slice(at)}</span>
    </span>
  );
}
