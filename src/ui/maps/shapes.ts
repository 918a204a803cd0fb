/** Shape of a label, so that labels are told apart without colour, which means time. */

export const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross', 'star'] as const;
export type Shape = (typeof SHAPES)[number];

/** Which shape each label has: in the order of the alphabet, over again after six. */
export function shapesOf(labels: Iterable<string>): ReadonlyMap<string, Shape> {
  const sorted = [...new Set(labels)].sort();
  return new Map(sorted.map((label, i) => [label, SHAPES[i % SHAPES.length] ?? 'circle']));
}

/** Corners of the unit shape, area about that of the unit circle; a circle has none. */
const CORNERS: Readonly<Record<Exclude<Shape, 'circle'>, readonly (readonly [number, number])[]>> = {
  square: [
    [-0.89, -0.89],
    [0.89, -0.89],
    [0.89, 0.89],
    [-0.89, 0.89],
  ],
  triangle: [
    [0, -1.4],
    [1.25, 0.85],
    [-1.25, 0.85],
  ],
  diamond: [
    [0, -1.35],
    [1.2, 0],
    [0, 1.35],
    [-1.2, 0],
  ],
  cross: [
    [-0.45, -1.2],
    [0.45, -1.2],
    [0.45, -0.45],
    [1.2, -0.45],
    [1.2, 0.45],
    [0.45, 0.45],
    [0.45, 1.2],
    [-0.45, 1.2],
    [-0.45, 0.45],
    [-1.2, 0.45],
    [-1.2, -0.45],
    [-0.45, -0.45],
  ],
  star: Array.from({ length: 10 }, (_, i) => {
    const angle = (i * Math.PI) / 5 - Math.PI / 2;
    const radius = i % 2 === 0 ? 1.5 : 0.65;
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  }),
};

/** Adds the shape to the current path, `radius` pixels about (x, y). */
export function traceShape(
  context: Pick<CanvasRenderingContext2D, 'arc' | 'moveTo' | 'lineTo' | 'closePath'>,
  shape: Shape,
  x: number,
  y: number,
  radius: number,
): void {
  if (shape === 'circle') {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  CORNERS[shape].forEach(([cx, cy], i) => {
    if (i === 0) context.moveTo(x + cx * radius, y + cy * radius);
    else context.lineTo(x + cx * radius, y + cy * radius);
  });
  context.closePath();
}

/** The shape as an SVG path in a box of 16 x 16, for legends. */
export function shapePath(shape: Shape): string {
  if (shape === 'circle') return 'M13 8A5 5 0 1 1 3 8A5 5 0 1 1 13 8Z';
  return `M${CORNERS[shape].map(([x, y]) => `${8 + 4.6 * x} ${8 + 4.6 * y}`).join('L')}Z`;
}
