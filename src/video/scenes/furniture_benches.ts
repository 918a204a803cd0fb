/** What one sits on, lies on, or sits at. */
import type { PieceKind } from './piece';
import type { TextureName } from './texture';

const CLOTHS: readonly TextureName[] = ['plain', 'stripes', 'checks', 'dots', 'zigzag', 'bands', 'diamonds'];

export const BENCHES = {
  sofa: {
    width: [1.4, 1.8],
    depth: [0.75, 0.85],
    height: [0.75, 0.9],
    place: 'wall',
    covers: CLOTHS,
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.legs(-w + 0.04, w - 0.04, 0.05, depth - 0.04, 0.12, 0.06, frame);
      b.box(-w, w, 0.12, 0.42, 0, depth, cover);
      b.box(-w, w, 0.42, height, 0, 0.22, cover);
      b.box(-w, -w + 0.18, 0.42, 0.62, 0.1, depth, cover);
      b.box(w - 0.18, w, 0.42, 0.62, 0.1, depth, cover);
      const side = b.random(1) < 0.5 ? -1 : 1;
      b.ball(side * (w - 0.42), 0.58, 0.32, 0.19, 0.17, 0.11, detail);
      if (b.random(2) < 0.5) b.ball(-side * (w - 0.4), 0.56, 0.32, 0.17, 0.15, 0.1, detail);
    },
  },
  armchair: {
    width: [0.75, 0.9],
    depth: [0.7, 0.85],
    height: [0.8, 1.0],
    place: 'wall',
    covers: CLOTHS,
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.legs(-w + 0.05, w - 0.05, 0.05, depth - 0.05, 0.16, 0.06, frame);
      b.box(-w, w, 0.16, 0.42, 0, depth, cover);
      if (b.random(1) < 0.5) b.ball(0, height - 0.35, 0.14, w, 0.36, 0.15, cover);
      else b.box(-w, w, 0.42, height, 0, 0.2, cover);
      b.box(-w, -w + 0.15, 0.42, 0.6, 0.08, depth, cover);
      b.box(w - 0.15, w, 0.42, 0.6, 0.08, depth, cover);
      if (b.random(2) < 0.6) b.ball(0, 0.55, 0.28, 0.18, 0.16, 0.1, detail);
    },
  },
  chair: {
    width: [0.42, 0.5],
    depth: [0.42, 0.48],
    height: [0.85, 1.05],
    place: 'wall',
    covers: ['plain', 'stripes', 'checks'],
    build(b, { width, depth, height, frame, cover }) {
      const w = width / 2;
      b.legs(-w, w, 0, depth, 0.45, 0.06, frame);
      b.box(-w, w, 0.43, 0.5, 0, depth, cover);
      b.box(-w, -w + 0.06, 0.5, height, 0, 0.06, frame);
      b.box(w - 0.06, w, 0.5, height, 0, 0.06, frame);
      if (b.random(1) < 0.5) b.box(-w, w, height - 0.3, height, 0, 0.06, frame);
      else for (const y of [0.6, 0.75, 0.9]) if (y < height) b.box(-w, w, y, y + 0.07, 0, 0.05, frame);
    },
  },
  bench: {
    width: [0.9, 1.2],
    depth: [0.35, 0.42],
    height: [0.45, 0.5],
    place: 'wall',
    covers: CLOTHS,
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.legs(-w + 0.03, w - 0.03, 0.02, depth - 0.02, height - 0.1, 0.07, frame);
      b.box(-w, w, height - 0.1, height, 0, depth, cover);
      b.ball(-w + 0.25, height + 0.13, depth / 2, 0.17, 0.14, 0.14, detail);
    },
  },
  bed: {
    width: [1.0, 1.2],
    depth: [1.7, 1.9],
    height: [0.9, 1.15],
    place: 'wall',
    covers: CLOTHS,
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.box(-w, w, 0, height, 0, 0.08, frame);
      b.box(-w, w, 0.1, 0.32, 0.08, depth, frame);
      b.box(-w + 0.03, w - 0.03, 0.32, 0.5, 0.08, depth - 0.05, detail);
      b.box(-w - 0.02, w + 0.02, 0.3, 0.54, 0.6, depth, cover);
      b.ball(0, 0.55, 0.32, w * 0.7, 0.12, 0.18, detail);
    },
  },
  diningTable: {
    width: [1.0, 1.3],
    depth: [0.65, 0.8],
    height: [0.72, 0.78],
    place: 'centre',
    covers: CLOTHS,
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      if (b.random(1) < 0.45) {
        b.post(0, depth / 2, 0, 0.06, 0.24, 0.16, frame);
        b.post(0, depth / 2, 0.06, height - 0.05, 0.06, 0.06, frame);
        b.post(0, depth / 2, height - 0.05, height, depth / 2 + 0.1, depth / 2 + 0.1, frame);
      } else {
        b.legs(-w + 0.04, w - 0.04, 0.04, depth - 0.04, height - 0.05, 0.08, frame);
        b.box(-w, w, height - 0.06, height, 0, depth, frame);
        if (b.random(2) < 0.5)
          b.box(-w * 0.4, w * 0.4, height - 0.16, height + 0.01, -0.01, depth + 0.01, cover);
      }
      b.post(0.05, depth / 2, height, height + 0.18, 0.06, 0.09, detail);
      b.ball(0.05, height + 0.28, depth / 2, 0.15, 0.13, 0.15, cover);
    },
  },
  coffeeTable: {
    width: [0.75, 1.0],
    depth: [0.45, 0.55],
    height: [0.36, 0.46],
    place: 'centre',
    covers: ['books'],
    build(b, { width, depth, height, frame, detail }) {
      const w = width / 2;
      if (b.random(1) < 0.4) {
        b.post(0, depth / 2, 0, height - 0.05, 0.12, 0.12, detail);
        b.post(0, depth / 2, height - 0.05, height, 0.42, 0.42, frame);
      } else {
        b.legs(-w + 0.03, w - 0.03, 0.03, depth - 0.03, height - 0.05, 0.06, frame);
        b.box(-w, w, height - 0.06, height, 0, depth, frame);
        b.box(-w + 0.06, w - 0.06, 0.12, 0.15, 0.05, depth - 0.05, frame);
      }
      b.box(-0.14, 0.1, height, height + 0.05, 0.14, 0.34, detail);
    },
  },
  stool: {
    width: [0.36, 0.44],
    depth: [0.36, 0.44],
    height: [0.42, 0.62],
    place: 'front',
    covers: CLOTHS,
    build(b, { width, depth, height, frame, cover }) {
      b.legs(-width * 0.4, width * 0.4, depth * 0.1, depth * 0.9, height - 0.06, 0.05, frame);
      b.post(0, depth / 2, height - 0.07, height, width / 2, width / 2, cover);
    },
  },
} as const satisfies Record<string, PieceKind>;
