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

export function renderScene(scene: Scene): VideoFrames {
  const count = SECONDS * FRAMES_PER_SECOND;
  const stage = new Stage(scene, WIDTH, HEIGHT);
  const figure = new Figure(stage, scene.person);
  const random = randomStream(PURPOSE.scene, scene.seed, DRAW.grain, scene.index);
  const grain = grainOf(newSeed(random));
  const rgb = new Uint8Array(count * VALUES);
  // Rounds and cuts off at 0 and 255.
  const written = new Uint8ClampedArray(rgb.buffer);
  const picture = new Uint8ClampedArray(VALUES);
  const seconds = Float64Array.from({ length: count }, (_, frame) => frame / FRAMES_PER_SECOND);
  seconds.forEach((second, frame) => {
    stage.setDoor(opennessAt(scene.action, second));
    picture.set(stage.rgb);
    figure.draw(poseAt(scene, second), picture);
    const shift = Math.floor(random.uniform() * GRAIN_VALUES);
    write(picture, grain, shift, written.subarray(frame * VALUES, (frame + 1) * VALUES));
  });
  return { rgb, count, height: HEIGHT, width: WIDTH, seconds, duration: SECONDS };
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
