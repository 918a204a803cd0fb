/** Which decoded frames are stored: those on the screen at i / STORED_FPS seconds, i = 0, 1, 2, … */
import { STORED_FPS } from './stored';

/** Seconds. Matroska rounds times to milliseconds, the first frame's as well, so a frame meant for 0.1 s may say 0.101. */
export const TIME_ROUNDING = 0.0015;

/**
 * True where a frame shown from `start` until `end` (seconds from the first frame) is stored. Every i / STORED_FPS falls
 * into one frame, so faster sources are thinned to STORED_FPS; a slower one has such a moment in each of its frames and
 * keeps them all.
 */
export function isStored(start: number, end: number): boolean {
  const next = Math.ceil((start - TIME_ROUNDING) * STORED_FPS);
  return next / STORED_FPS < end - TIME_ROUNDING;
}

/** The most frames that are stored of a video whose last frame starts at `lastStart` (seconds from the first one). */
export function mostStored(lastStart: number): number {
  return Math.floor((lastStart + TIME_ROUNDING) * STORED_FPS) + 2;
}
