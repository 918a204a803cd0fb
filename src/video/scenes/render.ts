/** One built-in Enter/Leave video as frames: the room, its door moving, and the person on the way through it. */
import { PURPOSE, randomStream } from '../../random/stream';
import type { VideoFrames } from '../frames';
import { SECONDS, type Action } from './action';
import { hash, smooth } from './arithmetic';
import { DRAW, newSeed } from './choose';
import { Figure } from './figure';
import { poseAt } from './pose';
import type { Scene } from './scene';
import { Stage } from './stage';

/** Pixels: 4 to 3, as large as training crops need and as small as keeps 64 videos within two seconds of rendering. */
const WIDTH = 64;
const HEIGHT = 48;
const FRAMES_PER_SECOND = 10;

const VALUES = WIDTH * HEIGHT * 3;
/** Grey levels that the grain of the sensor changes a value by, at most. */
const GRAIN = 2;
/** Every frame reads the same grain over and over, from another beginning: so many values, a power of 2. */
const GRAIN_VALUES = 8192;

/** The frames of one scene, drawn as they are asked for: the room and its light once, the door and the person for each. */
export class SceneRenderer {
  readonly scene: Scene;
  /** Frames that were not asked for yet are black. */
  readonly video: VideoFrames;
  readonly #stage: Stage;
  readonly #figure: Figure;
  readonly #grain: Int8Array;
  /** Where in the grain each frame begins. */
  readonly #shifts: readonly number[];
  readonly #missing: Set<number>;
  readonly #picture = new Uint8ClampedArray(VALUES);

  constructor(scene: Scene) {
    const count = SECONDS * FRAMES_PER_SECOND;
    const frames = Array.from({ length: count }, (_, frame) => frame);
    this.scene = scene;
    this.#stage = new Stage(scene, WIDTH, HEIGHT);
    this.#figure = new Figure(this.#stage, scene.person);
    const random = randomStream(PURPOSE.scene, scene.seed, DRAW.grain, scene.index);
    this.#grain = grainOf(newSeed(random));
    this.#shifts = frames.map(() => Math.floor(random.uniform() * GRAIN_VALUES));
    this.#missing = new Set(frames);
    this.video = {
      rgb: new Uint8Array(count * VALUES),
      count,
      height: HEIGHT,
      width: WIDTH,
      seconds: Float64Array.from(frames, (frame) => frame / FRAMES_PER_SECOND),
      duration: SECONDS,
    };
  }

  /** Draws these frames, in any order; a frame has the same bytes whenever it is drawn. */
  draw(frames: readonly number[]): void {
    // Rounds and cuts off at 0 and 255.
    const written = new Uint8ClampedArray(this.video.rgb.buffer);
    for (const frame of frames) {
      if (!this.#missing.delete(frame)) continue;
      const second = this.video.seconds[frame]!;
      this.#stage.setDoor(opennessAt(this.scene.action, second));
      this.#picture.set(this.#stage.rgb);
      this.#figure.draw(poseAt(this.scene, second), this.#picture);
      const to = written.subarray(frame * VALUES, (frame + 1) * VALUES);
      write(this.#picture, this.#grain, this.#shifts[frame]!, to);
    }
  }

  drawAll(): VideoFrames {
    this.draw([...this.#missing]);
    return this.video;
  }
}

export function renderScene(scene: Scene): VideoFrames {
  return new SceneRenderer(scene).drawAll();
}

/** How far the door is open at a second, 0..1. */
export function opennessAt({ door }: Action, second: number): number {
  const opened = door.rest + (1 - door.rest) * smooth((second - door.opens) / door.seconds);
  return door.closes === null ? opened : opened * (1 - smooth((second - door.closes) / door.seconds));
}

function write(
  picture: Uint8ClampedArray,
  grain: Int8Array,
  shift: number,
  written: Uint8ClampedArray,
): void {
  for (let i = 0; i < VALUES; i++) written[i] = picture[i]! + grain[(i + shift) & (GRAIN_VALUES - 1)]!;
}

function grainOf(seed: number): Int8Array {
  const grain = new Int8Array(GRAIN_VALUES);
  for (let i = 0; i < GRAIN_VALUES; i++) grain[i] = Math.floor((2 * GRAIN + 1) * hash(i, 0, seed)) - GRAIN;
  return grain;
}
