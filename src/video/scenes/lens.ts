/** The pinhole camera: world metres (x right, y up, z away from the camera's wall) <-> pixels. */
import { normalise, type Vec3 } from './arithmetic';

export interface Camera {
  /** Metres. */
  readonly position: Vec3;
  /** Metres: the point in the middle of the picture. */
  readonly target: Vec3;
  /** Focal length in picture widths. */
  readonly focal: number;
}

/** A point on the picture: pixels from the top left corner, and metres along the optical axis. */
export interface Projected {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

export interface Lens {
  readonly position: Vec3;
  readonly forward: Vec3;
  readonly right: Vec3;
  readonly up: Vec3;
  /** Pixels, as are the next two. */
  readonly focal: number;
  readonly width: number;
  readonly height: number;
  /** Depth at or below 0 means behind the camera; x and y mean nothing there. */
  project(x: number, y: number, z: number): Projected;
}

export function lensOf(camera: Camera, width: number, height: number): Lens {
  const [px, py, pz] = camera.position;
  const forward = normalise([camera.target[0] - px, camera.target[1] - py, camera.target[2] - pz]);
  const right = normalise([forward[2], 0, -forward[0]]);
  const up: Vec3 = [
    forward[1] * right[2] - forward[2] * right[1],
    forward[2] * right[0] - forward[0] * right[2],
    forward[0] * right[1] - forward[1] * right[0],
  ];
  const focal = camera.focal * width;
  return {
    position: camera.position,
    forward,
    right,
    up,
    focal,
    width,
    height,
    project(x, y, z) {
      const dx = x - px;
      const dy = y - py;
      const dz = z - pz;
      const depth = dx * forward[0] + dy * forward[1] + dz * forward[2];
      const scale = focal / depth;
      return {
        x: width / 2 + scale * (dx * right[0] + dz * right[2]),
        y: height / 2 - scale * (dx * up[0] + dy * up[1] + dz * up[2]),
        depth,
      };
    },
  };
}
