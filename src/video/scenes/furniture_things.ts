/** Lamps, plants, clocks; what hangs on walls; what lies about. */
import type { PieceKind } from './piece';
import type { TextureName } from './texture';

const PICTURES: readonly TextureName[] = ['landscape', 'portrait', 'blocks', 'circles', 'zigzag', 'diamonds'];
const GREEN = [0x3f7d4a, 0x6aa85a, 0x2b5836] as const;

export const THINGS = {
  floorLamp: {
    width: [0.4, 0.5],
    depth: [0.4, 0.5],
    height: [1.45, 1.75],
    place: 'wall',
    covers: ['plain', 'pleats', 'bands'],
    build(b, { width, depth, height, frame, cover }) {
      const z = depth / 2;
      b.post(0, z, 0, 0.05, 0.15, 0.13, frame);
      b.post(0, z, 0.05, height - 0.2, 0.025, 0.025, frame);
      b.post(0, z, height - 0.36, height, width / 2, width / 3.4, { ...cover, glow: 0.75 });
    },
  },
  plant: {
    width: [0.45, 0.65],
    depth: [0.45, 0.6],
    height: [0.9, 1.6],
    place: 'wall',
    covers: ['plain', 'bands', 'zigzag', 'checks'],
    build(b, { width, depth, height, frame, cover }) {
      const z = depth / 2;
      const leaf = { ...frame, texture: 'leaves', scale: 0.13, colours: GREEN } as const;
      b.post(0, z, 0, 0.34, 0.13, 0.19, cover);
      b.post(0, z, 0.34, height * 0.7, 0.025, 0.02, frame);
      const r = width / 2;
      for (let i = 0; i < 6; i++) {
        const x = (b.random(i) - 0.5) * width * 0.9;
        const y = 0.45 + ((i + b.random(i + 9)) / 7) * (height - 0.5);
        b.ball(x, y, z + (b.random(i + 20) - 0.5) * 0.3, r * 0.62, 0.17, r * 0.6, leaf);
      }
      b.ball(0, height - 0.16, z, r * 0.55, 0.2, r * 0.55, leaf);
    },
  },
  palm: {
    width: [0.6, 0.8],
    depth: [0.5, 0.6],
    height: [1.3, 1.75],
    place: 'wall',
    covers: ['plain', 'bands', 'lattice'],
    build(b, { width, depth, height, frame, cover }) {
      const z = depth / 2;
      const leaf = { ...frame, texture: 'bands', scale: 0.14, colours: GREEN } as const;
      b.post(0, z, 0, 0.3, 0.15, 0.19, cover);
      for (let i = 0; i < 7; i++) {
        const lean = (i - 3) / 3;
        const top = height * (1 - 0.3 * lean * lean - 0.12 * b.random(i));
        const x = (lean * width) / 2;
        b.ball(x * 0.5, (0.3 + top) / 2, z, 0.045, (top - 0.3) / 2, 0.05, leaf);
        b.ball(x * 0.9, top - 0.14, z + (b.random(i + 8) - 0.5) * 0.3, 0.1, 0.15, 0.08, leaf);
      }
    },
  },
  cactus: {
    width: [0.4, 0.5],
    depth: [0.36, 0.4],
    height: [0.9, 1.4],
    place: 'wall',
    covers: ['plain', 'zigzag', 'stripes'],
    build(b, { depth, height, frame, cover }) {
      const z = depth / 2;
      const green = { ...frame, texture: 'stripes', scale: 0.09, colours: GREEN } as const;
      b.post(0, z, 0, 0.3, 0.13, 0.18, cover);
      b.post(0, z, 0.3, height - 0.1, 0.1, 0.1, green);
      b.ball(0, height - 0.1, z, 0.1, 0.1, 0.1, green);
      b.box(-0.24, 0, height * 0.5, height * 0.5 + 0.09, z - 0.04, z + 0.04, green);
      b.post(-0.24, z, height * 0.5, height * 0.8, 0.055, 0.05, green);
      b.box(0, 0.22, height * 0.62, height * 0.62 + 0.09, z - 0.04, z + 0.04, green);
      b.post(0.22, z, height * 0.62, height * 0.88, 0.055, 0.05, green);
    },
  },
  tallClock: {
    width: [0.42, 0.5],
    depth: [0.28, 0.32],
    height: [1.8, 2.05],
    place: 'wall',
    covers: ['plain', 'boards'],
    build(b, { width, depth, height, frame, cover, detail }) {
      const w = width / 2;
      b.box(-w, w, 0, 0.4, 0, depth, frame);
      b.box(-w * 0.72, w * 0.72, 0.4, height - 0.5, 0, depth * 0.8, cover);
      b.box(-w, w, height - 0.5, height - 0.05, 0, depth, frame);
      b.box(-w * 0.8, w * 0.8, height - 0.46, height - 0.1, depth, depth + 0.02, {
        ...detail,
        texture: 'dial',
        scale: 0,
        colours: [0xf6efdc, 0x2b2320, 0x2b2320],
      });
      b.box(-w * 0.3, w * 0.3, 0.55, height - 0.65, depth * 0.8, depth * 0.8 + 0.02, detail);
    },
  },
  coatStand: {
    width: [0.5, 0.6],
    depth: [0.45, 0.5],
    height: [1.6, 1.8],
    place: 'wall',
    covers: ['plain', 'checks', 'stripes'],
    build(b, { depth, height, frame, cover, detail }) {
      const z = depth / 2;
      b.post(0, z, 0, 0.06, 0.2, 0.1, frame);
      b.post(0, z, 0.06, height, 0.03, 0.025, frame);
      b.box(-0.2, 0.2, height - 0.12, height - 0.08, z - 0.02, z + 0.02, frame);
      b.ball(-0.15, height - 0.5, z + 0.06, 0.13, 0.42, 0.12, cover);
      b.ball(0.17, height - 0.38, z, 0.1, 0.28, 0.1, detail);
      b.ball(0, height + 0.03, z, 0.13, 0.08, 0.13, detail);
    },
  },
  radiator: {
    width: [0.7, 1.1],
    depth: [0.1, 0.14],
    height: [0.55, 0.7],
    place: 'wall',
    covers: ['pinstripes'],
    build(b, { width, depth, height, cover }) {
      b.box(-width / 2, width / 2, 0.12, height, 0.03, depth, {
        ...cover,
        scale: 0.16,
        colours: [0xf2efe6, 0xb9b4a6, 0xb9b4a6],
      });
    },
  },
  picture: {
    width: [0.45, 0.85],
    depth: [0.03, 0.04],
    height: [0.45, 0.75],
    place: 'hung',
    covers: PICTURES,
    build(b, { width, depth, height, frame, cover }) {
      const w = width / 2;
      const y = 1.6;
      b.box(-w, w, y - height / 2, y + height / 2, 0, depth, frame);
      b.box(-w + 0.06, w - 0.06, y - height / 2 + 0.06, y + height / 2 - 0.06, depth, depth + 0.01, {
        ...cover,
        scale: cover.texture === 'zigzag' || cover.texture === 'diamonds' ? 0.22 : 0,
      });
    },
  },
  gallery: {
    width: [0.9, 1.2],
    depth: [0.03, 0.04],
    height: [0.7, 0.8],
    place: 'hung',
    covers: PICTURES,
    build(b, { width, depth, frame, cover, detail }) {
      const each = width / 3;
      for (let i = 0; i < 3; i++) {
        const x = -width / 2 + i * each;
        const y = 1.3 + 0.2 * b.random(i);
        const h = 0.3 + 0.3 * b.random(i + 4);
        b.box(x + 0.03, x + each - 0.03, y, y + h, 0, depth, frame);
        b.box(x + 0.08, x + each - 0.08, y + 0.05, y + h - 0.05, depth, depth + 0.01, {
          ...(i === 1 ? detail : cover),
          scale: i === 1 ? 0.12 : 0,
        });
      }
    },
  },
  wallShelf: {
    width: [0.7, 1.0],
    depth: [0.2, 0.24],
    height: [0.3, 0.4],
    place: 'hung',
    covers: ['books'],
    build(b, { width, depth, frame, cover, detail }) {
      const w = width / 2;
      b.box(-w, w, 1.4, 1.45, 0, depth, frame);
      b.box(-w + 0.05, w * 0.2, 1.45, 1.7, 0, depth - 0.05, { ...cover, scale: 0.3 });
      b.ball(w * 0.6, 1.56, depth / 2, 0.11, 0.12, 0.1, detail);
    },
  },
  wallClock: {
    width: [0.36, 0.5],
    depth: [0.04, 0.05],
    height: [0.36, 0.5],
    place: 'hung',
    covers: ['dial'],
    build(b, { width, depth, cover }) {
      b.box(-width / 2, width / 2, 1.6, 1.6 + width, 0, depth, { ...cover, scale: 0 });
    },
  },
  ball: {
    width: [0.26, 0.4],
    depth: [0.26, 0.4],
    height: [0.26, 0.4],
    place: 'loose',
    covers: ['stripes', 'checks', 'dots'],
    build(b, { width, cover }) {
      b.ball(0, width / 2, width / 2, width / 2, width / 2, width / 2, cover);
    },
  },
  crates: {
    width: [0.45, 0.6],
    depth: [0.36, 0.45],
    height: [0.5, 0.85],
    place: 'loose',
    covers: ['plain', 'shiplap', 'bands'],
    build(b, { width, depth, height, cover, detail }) {
      const w = width / 2;
      b.box(-w, w, 0, height * 0.55, 0, depth, cover);
      b.box(-w + 0.05, w - 0.12, height * 0.55, height, 0.03, depth - 0.05, detail);
    },
  },
  basket: {
    width: [0.4, 0.5],
    depth: [0.4, 0.5],
    height: [0.34, 0.42],
    place: 'loose',
    covers: ['lattice', 'checker', 'bands'],
    build(b, { width, height, cover, detail }) {
      b.post(0, width / 2, 0, height, width * 0.38, width / 2, { ...cover, scale: 0.14 });
      b.ball(0.02, height, width / 2, width * 0.36, 0.1, width * 0.36, detail);
    },
  },
  cat: {
    width: [0.3, 0.34],
    depth: [0.34, 0.4],
    height: [0.5, 0.55],
    place: 'loose',
    covers: ['bands', 'plain', 'dots'],
    build(b, { cover, seed }) {
      const fur = { ...cover, scale: 0.15, colours: FURS[seed % FURS.length] ?? FURS[0] } as const;
      b.ball(0, 0.18, 0.2, 0.14, 0.19, 0.19, fur);
      b.ball(0, 0.41, 0.3, 0.115, 0.105, 0.11, fur);
      b.post(-0.07, 0.3, 0.46, 0.57, 0.045, 0.004, fur);
      b.post(0.07, 0.3, 0.46, 0.57, 0.045, 0.004, fur);
      b.ball(0.16, 0.06, 0.1, 0.13, 0.045, 0.045, fur);
    },
  },
} as const satisfies Record<string, PieceKind>;

const FURS: readonly [readonly [number, number, number], ...(readonly [number, number, number])[]] = [
  [0xd98a3d, 0xf2c88a, 0xffffff],
  [0x2b2a2e, 0x3a393f, 0x2b2a2e],
  [0xeeeae2, 0x8b8078, 0x8b8078],
  [0x8d8f96, 0x5c5e66, 0x5c5e66],
];
