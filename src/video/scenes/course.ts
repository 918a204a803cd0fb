/** Where on the floor the person is at a second, which way the body looks and how far the gait has come. */
import { lengthOf, turned, unit, walked, type Action } from './action';
import { mix, smooth } from './arithmetic';
import type { Place } from './opening';

export interface Whereabouts {
  readonly place: Place;
  /** Unit direction. */
  readonly heading: Place;
  /** Metres walked. */
  readonly walked: number;
  /** 0 standing … 1 walking at full speed. */
  readonly pace: number;
}

/** Metres ahead that a walker looks along the path: the body turns before the feet get there. */
const AHEAD = 0.2;
/** Seconds that turning on the spot takes, and how many of them fall into the walk. */
const TURN = 0.7;
const TURN_IN_WALK = 0.35;

export function whereabouts(action: Action, second: number): Whereabouts {
  const { path, label, walkStart, walkEnd, speed, facing } = action;
  const distance = walked(action, second);
  const length = lengthOf(path);
  const place = placeAlong(path, distance);
  // Near its end the path has no more ahead: there the last stretch counts.
  const from = Math.min(Math.max(distance - AHEAD / 2, 0), length - 0.1);
  const behind = placeAlong(path, from);
  const ahead = placeAlong(path, Math.min(from + 1.5 * AHEAD, length));
  const along = unit(ahead[0] - behind[0], ahead[1] - behind[1]);
  const step = 0.05;
  const metresASecond = (walked(action, second + step) - walked(action, second - step)) / (2 * step);
  // Seconds since the walk ended or until it begins.
  const standing = label === 'Enter' ? second - walkEnd : walkStart - second;
  const share = smooth((standing + TURN_IN_WALK) / TURN);
  return {
    place,
    heading: share === 0 ? along : share === 1 ? facing : between(along, facing, share),
    walked: distance,
    pace: smooth(metresASecond / (0.7 * speed)),
  };
}

/** The place so many metres along a line. */
function placeAlong(line: readonly Place[], distance: number): Place {
  let left = distance;
  for (let i = 0; i + 1 < line.length; i++) {
    const [x0, z0] = line[i]!;
    const [x1, z1] = line[i + 1]!;
    const length = Math.sqrt((x1 - x0) * (x1 - x0) + (z1 - z0) * (z1 - z0));
    if (left <= length) {
      const share = length > 0 ? left / length : 0;
      return [mix(x0, x1, share), mix(z0, z1, share)];
    }
    left -= length;
  }
  return line.at(-1)!;
}

/** Turns from one direction to another over the one that halves the angle, so that about-turns are defined too. */
function between(from: Place, to: Place, share: number): Place {
  const [leftX, leftZ] = turned(from, 0.25);
  const side = leftX * to[0] + leftZ * to[1] < 0 ? -0.02 : 0.02;
  const half = unit(from[0] + to[0] + side * leftX, from[1] + to[1] + side * leftZ);
  const [a, b, part] = share < 0.5 ? [from, half, share * 2] : [half, to, share * 2 - 1];
  return unit(mix(a[0], b[0], part), mix(a[1], b[1], part));
}
