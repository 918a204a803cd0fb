/** Numbers as a grid of coloured cells: each is read by pointing at it or by arrow keys, and said in words. */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import './cells.css';

/** Channels 0..255; undefined: nothing there. */
export type CellColour = readonly [number, number, number] | undefined;

export interface CellAt {
  readonly row: number;
  readonly column: number;
}

interface CellGridProps {
  /** What it shows. */
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  /** Memoised: another function is another picture. */
  readonly colourOf: (row: number, column: number) => CellColour;
  readonly textOf: (row: number, column: number) => string;
  /** CSS pixels of a row, and of a column at most; columns become as narrow as they must. */
  readonly height?: number;
  readonly widest?: number;
  /** A word or two before each row. */
  readonly rowHeads?: readonly string[] | undefined;
  /** Told of the cell that is pointed at or steered to, and where it is; undefined when it is left. */
  readonly onCell?: (at: CellAt | undefined) => void;
  /** Cells that stand out by a dot. */
  readonly dots?: readonly CellAt[];
  /** What is read is shown by whoever listens. */
  readonly quiet?: boolean;
}

export function CellGrid(props: CellGridProps) {
  const {
    label,
    rows,
    columns,
    colourOf,
    textOf,
    height = 14,
    widest = 22,
    rowHeads,
    onCell,
    dots = [],
    quiet,
  } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [at, setAt] = useState<CellAt>();
  const here = at && at.row < rows && at.column < columns ? at : undefined;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || rows === 0 || columns === 0) return;
    context.putImageData(imageOf(rows, columns, colourOf), 0, 0);
  }, [rows, columns, colourOf]);

  const go = (next: CellAt) => {
    setAt(next);
    onCell?.(next);
  };
  const onPointerMove = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect();
    const column = Math.floor(((clientX - box.left) / box.width) * columns);
    const row = Math.floor(((clientY - box.top) / box.height) * rows);
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    if (here?.row !== row || here.column !== column) go({ row, column });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = steered(event.key, here, rows, columns);
    if (!next) return;
    // The arrow keys of what is around it are another matter.
    event.preventDefault();
    event.stopPropagation();
    go(next);
  };
  return (
    <div className="cell-grid">
      {rowHeads && (
        <div className="cell-heads" aria-hidden>
          {rowHeads.map((head, row) => (
            <span key={row} style={{ height, lineHeight: `${height}px` }}>
              {head}
            </span>
          ))}
        </div>
      )}
      <div
        className="cell-area"
        style={{ maxWidth: columns * widest }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={rows * columns}
        aria-valuenow={here ? here.row * columns + here.column + 1 : 1}
        aria-valuetext={here ? textOf(here.row, here.column) : 'Arrow keys go from cell to cell.'}
        onPointerMove={onPointerMove}
        onPointerDown={onPointerMove}
        onPointerLeave={({ pointerType }) => pointerType === 'mouse' && onCell?.(undefined)}
        onBlur={() => onCell?.(undefined)}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} width={columns} height={rows} style={{ height: rows * height }} aria-hidden />
        {dots.map(({ row, column }) => (
          <span
            key={`${row} ${column}`}
            className="cell-dot"
            style={{ left: `${(100 * (column + 0.5)) / columns}%`, top: `${(100 * (row + 0.5)) / rows}%` }}
          />
        ))}
        {here && (
          <span
            className="cell-mark"
            style={{
              left: `${(100 * here.column) / columns}%`,
              top: `${(100 * here.row) / rows}%`,
              width: `${100 / columns}%`,
              height: `${100 / rows}%`,
            }}
          />
        )}
      </div>
      {!quiet && (
        <p className="cell-readout" aria-hidden>
          {here && textOf(here.row, here.column)}
        </p>
      )}
    </div>
  );
}

/** Where a key leads from a cell (from the first, where there is none yet); undefined for keys that do not steer. */
export function steered(
  key: string,
  from: CellAt | undefined,
  rows: number,
  columns: number,
): CellAt | undefined {
  const { row, column } = from ?? { row: 0, column: 0 };
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  switch (key) {
    case 'ArrowLeft':
      return { row, column: within(column - 1, columns) };
    case 'ArrowRight':
      return { row, column: within(from ? column + 1 : 0, columns) };
    case 'ArrowUp':
      return { row: within(row - 1, rows), column };
    case 'ArrowDown':
      return { row: within(from ? row + 1 : 0, rows), column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    default:
      return undefined;
  }
}

/** One pixel a cell. */
function imageOf(rows: number, columns: number, colourOf: CellGridProps['colourOf']): ImageData {
  const image = new ImageData(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const colour = colourOf(row, column);
      if (colour) image.data.set([...colour, 255], 4 * (row * columns + column));
    }
  }
  return image;
}
