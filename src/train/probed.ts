/** How much the probes look at. */

/** Segments of each video that is probed. */
export const PROBE_SEGMENTS = 3;

/** Videos, at most: more would make the probes last longer than their intervals gain. */
export const MOST_PROBED = 32;
