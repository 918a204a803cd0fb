/** What things are kept in, and other large pieces that stand against a wall. */
import type { PieceKind } from './piece';

export const CUPBOARDS = {
  bookshelf: {
    width: [0.7, 1.2],
    depth: [0.28, 0.35],
    height: [1.5, 2.1],
    place: 'wall',
    covers: ['books'],
    build(b, { width, depth, height, frame, cover }) {
      const w = width / 2;
      b.box(-w, -w + 0.05, 0, height, 0, depth, frame);
      b.box(w - 0.05, w, 0, height, 0, depth, frame);
      b.box(-w, w, height - 0.05, height, 0, depth, frame);
      b.box(-w, w, 0, 0.1, 0, depth, frame);
      const shelves = Math.round(height / 0.38);
      for (let i = 1; i < shelves; i++)
        b.box(-w, w, (i * height) / shelves, (i * height) / shelves + 0.04, 0, depth, frame);
      b.box(-w + 0.05, w - 0.05, 0.1, height - 0.05, 0, depth * 0.6, {
        ...cover,
        scale: height / shelves,
      });
    },
  },
  openShelf: {
    width: [0.8, 1.1],
    depth: [0.3, 0.36],
    height: [1.1, 1.6],
    place: 'wall',
    covers: ['plain', 'bands'],
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.legs(-w, w, 0, depth, height, 0.05, frame);
      const shelves = 3;
      for (let i = 0; i <= shelves; i++) {
        const y = 0.12 + (i * (height - 0.16)) / shelves;
        b.box(-w, w, y, y + 0.04, 0, depth, frame);
        if (i === shelves) continue;
        const x = -w + 0.1 + b.random(i) * (width - 0.5);
        if (b.random(i + 5) < 0.5) b.box(x, x + 0.3, y + 0.04, y + 0.24, 0.05, depth - 0.04, cover);
        else b.ball(x + 0.15, y + 0.16, depth / 2, 0.13, 0.12, 0.12, detail);
        b.post(w - 0.15, depth / 2, y + 0.04, y + 0.22, 0.05, 0.08, i & 1 ? cover : detail);
      }
    },
  },
  dresser: {
    width: [0.8, 1.2],
    depth: [0.42, 0.5],
    height: [0.75, 0.95],
    place: 'wall',
    covers: ['drawers', 'doors'],
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.legs(-w, w, 0.02, depth - 0.02, 0.12, 0.06, frame);
      b.box(-w, w, 0.12, height - 0.04, 0, depth, cover);
      b.box(-w - 0.03, w + 0.03, height - 0.04, height, 0, depth + 0.02, frame);
      if (b.random(1) < 0.5) {
        b.post(-w * 0.5, depth / 2, height, height + 0.25, 0.07, 0.1, detail);
        b.ball(-w * 0.5, height + 0.38, depth / 2, 0.17, 0.16, 0.15, detail);
      } else {
        b.post(w * 0.5, depth / 2, height, height + 0.22, 0.04, 0.04, frame);
        b.post(w * 0.5, depth / 2, height + 0.2, height + 0.42, 0.15, 0.09, { ...detail, glow: 0.5 });
      }
    },
  },
  wardrobe: {
    width: [0.9, 1.2],
    depth: [0.5, 0.6],
    height: [1.8, 2.1],
    place: 'wall',
    covers: ['doors', 'lattice', 'boards', 'pinstripes'],
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.box(-w + 0.03, w - 0.03, 0, 0.1, 0.02, depth - 0.05, detail);
      b.box(-w, w, 0.1, height - 0.08, 0, depth, cover);
      b.box(-w - 0.05, w + 0.05, height - 0.08, height, 0, depth + 0.05, frame);
    },
  },
  desk: {
    width: [1.0, 1.3],
    depth: [0.55, 0.65],
    height: [0.72, 0.76],
    place: 'wall',
    covers: ['drawers'],
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.legs(-w, w, 0, depth, height, 0.06, frame);
      b.box(-w, w, height - 0.05, height, 0, depth, frame);
      b.box(w - 0.4, w - 0.04, 0.15, height - 0.05, 0.05, depth - 0.04, cover);
      if (b.random(1) < 0.65) {
        b.box(-0.28, 0.2, height + 0.12, height + 0.46, 0.16, 0.2, {
          ...detail,
          texture: 'screen',
          scale: 0,
          colours: [0x1c1f26, 0xa8d0e0, 0x1c1f26],
          glow: 0.35,
        });
        b.box(-0.1, 0.02, height, height + 0.14, 0.14, 0.22, frame);
      } else {
        b.box(-0.4, -0.1, height, height + 0.16, 0.1, 0.35, detail);
        b.post(0.25, 0.2, height, height + 0.3, 0.02, 0.02, frame);
        b.ball(0.2, height + 0.34, 0.25, 0.11, 0.08, 0.1, detail);
      }
      b.post(-0.15, depth + 0.2, 0, 0.46, 0.03, 0.03, frame);
      b.post(-0.15, depth + 0.2, 0.44, 0.52, 0.19, 0.19, detail);
    },
  },
  piano: {
    width: [1.2, 1.4],
    depth: [0.5, 0.58],
    height: [1.1, 1.25],
    place: 'wall',
    covers: ['pinstripes'],
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.box(-w, w, 0, height, 0, 0.32, frame);
      b.box(-w, w, 0.62, 0.72, 0.32, depth, frame);
      b.box(-w + 0.06, w - 0.06, 0.72, 0.75, 0.34, depth - 0.02, {
        ...cover,
        colours: [0xf6f3ea, 0x1b1b20, 0xf6f3ea],
        scale: 0.11,
      });
      b.box(-w, -w + 0.08, 0, 0.62, 0.4, depth, frame);
      b.box(w - 0.08, w, 0, 0.62, 0.4, depth, frame);
      b.box(-0.2, 0.2, 0.86, 1.08, 0.32, 0.34, { ...detail, colours: [0xf6f3ea, 0xbdb8aa, 0xf6f3ea] });
    },
  },
  fridge: {
    width: [0.6, 0.7],
    depth: [0.58, 0.65],
    height: [1.6, 1.85],
    place: 'wall',
    covers: ['plain'],
    build(b, { width, depth, height, cover, detail, frame }) {
      const w = width / 2;
      b.box(-w, w, 0.04, height * 0.66, 0, depth, cover);
      b.box(-w, w, height * 0.67, height, 0, depth, cover);
      b.box(-w + 0.01, w - 0.01, 0, height - 0.01, 0, depth - 0.03, frame);
      b.box(w - 0.1, w - 0.05, height * 0.4, height * 0.6, depth, depth + 0.04, frame);
      b.box(w - 0.1, w - 0.05, height * 0.71, height * 0.85, depth, depth + 0.04, frame);
      b.box(-w + 0.1, -w + 0.26, height * 0.76, height * 0.88, depth, depth + 0.01, detail);
    },
  },
  kitchen: {
    width: [1.4, 1.7],
    depth: [0.5, 0.58],
    height: [0.88, 0.95],
    place: 'wall',
    covers: ['doors', 'drawers'],
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.box(-w, w, 0.08, height - 0.05, 0, depth, cover);
      b.box(-w, w, height - 0.05, height, 0, depth + 0.03, frame);
      b.box(-w, w, 0, 0.08, 0, depth - 0.06, frame);
      b.box(-w, w * 0.3, 1.45, 2.0, 0, 0.32, cover);
      b.post(-w * 0.4, depth / 2, height, height + 0.2, 0.12, 0.13, detail);
      b.post(w * 0.6, depth / 2, height, height + 0.14, 0.14, 0.14, frame);
      b.ball(w * 0.6, height + 0.16, depth / 2, 0.12, 0.06, 0.12, detail);
    },
  },
  television: {
    width: [1.1, 1.4],
    depth: [0.36, 0.42],
    height: [0.42, 0.52],
    place: 'wall',
    covers: ['doors', 'plain'],
    build(b, { height, width, depth, frame, cover, detail }) {
      const w = width / 2;
      b.legs(-w, w, 0.02, depth, 0.1, 0.06, frame);
      b.box(-w, w, 0.1, height, 0, depth, cover);
      b.box(-0.48, 0.48, height + 0.07, height + 0.66, 0.1, 0.15, {
        ...detail,
        texture: 'screen',
        scale: 0,
        colours: [0x15171c, 0x4a5a68, 0x15171c],
      });
      b.box(-0.16, 0.16, height, height + 0.08, 0.08, 0.24, frame);
    },
  },
  fireplace: {
    width: [1.1, 1.35],
    depth: [0.3, 0.38],
    height: [1.0, 1.15],
    place: 'wall',
    covers: ['bricks', 'tiles', 'plain'],
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.box(-w, -w + 0.28, 0, height - 0.08, 0, depth, cover);
      b.box(w - 0.28, w, 0, height - 0.08, 0, depth, cover);
      b.box(-w, w, 0.68, height - 0.08, 0, depth, cover);
      b.box(-w - 0.07, w + 0.07, height - 0.08, height, 0, depth + 0.06, frame);
      b.box(-w + 0.2, w - 0.2, 0, 0.7, 0, 0.06, { ...frame, colours: [0x1c1715, 0x2a211c, 0x1c1715] });
      b.ball(0, 0.14, depth / 2, w - 0.38, 0.13, 0.1, {
        ...detail,
        texture: 'leaves',
        scale: 0.12,
        colours: [0xf6c244, 0xe8662a, 0x9c2f1a],
        glow: 1,
      });
      b.post(-w * 0.6, depth / 2, height, height + 0.26, 0.05, 0.08, detail);
      b.box(w * 0.2, w * 0.7, height, height + 0.3, 0.05, 0.09, { ...cover, texture: 'dial', scale: 0 });
    },
  },
} as const satisfies Record<string, PieceKind>;
