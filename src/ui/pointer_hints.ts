/** What the page says about pointing and dragging, for a mouse and for fingers alone: no finger has a Shift key or a wheel. */
import { useMediaQuery } from '@mantine/hooks';

interface Hint {
  readonly mouse: string;
  readonly fingers: string;
}

export const POINTER_HINTS = {
  library: {
    mouse: 'Drop videos or folders anywhere.',
    fingers: 'Add videos of your own here.',
  },
  maps: {
    mouse:
      'Click a point to play its clip and select it, Shift-drag for a lasso, wheel on a focused map to zoom.',
    fingers:
      'Tap a point to play its clip and select it, pinch to zoom, drag sideways to move; the lasso button lets a finger draw a lasso.',
  },
  lasso: {
    mouse: 'Draw a lasso by dragging (or hold Shift)',
    fingers: 'Draw a lasso with a finger',
  },
  player: {
    mouse:
      'Click a clip in the library or a point in a map: it plays here, and its point moves through every map.',
    fingers:
      'Tap a clip in the library or a point in a map: it plays here, and its point moves through every map.',
  },
  checkpoint: {
    mouse: 'Drop a .safetensors, .pt, .pth or .pyth file to start from an encoder in it.',
    fingers: 'Open a .safetensors, .pt, .pth or .pyth file to start from an encoder in it.',
  },
  settings: {
    mouse: 'Point at a setting for its meaning and the paper’s value.',
    fingers: 'Tap the name of a setting for its meaning and the paper’s value.',
  },
  keys: {
    mouse:
      'Point at a key, or focus the grid and use the arrow keys: its clip plays here. A dot marks a false negative of the query.',
    fingers: 'Tap a key: its clip plays here. A dot marks a false negative of the query.',
  },
  phases: {
    mouse: '← and → turn the phases. In a grid, point at a cell or use the arrow keys to read it.',
    fingers: 'The buttons above turn the phases. In a grid, tap a cell to read it.',
  },
  guideClips: {
    mouse: 'Drop videos of your own anywhere, or use the rendered set of people who enter and leave.',
    fingers: 'Add videos of your own, or use the rendered set of people who enter and leave.',
  },
  guideCompare: {
    mouse:
      'Point at a segment: f above, f′ below. The number says how well t is read off; its controls stand with it.',
    fingers:
      'Tap a segment: f above, f′ below. The number says how well t is read off; its controls stand with it.',
  },
} as const satisfies Record<string, Hint>;

export type PointerHint = keyof typeof POINTER_HINTS;

/** The words for whatever points here; with a mouse beside a touch screen they are those of the mouse. */
export function usePointerHint(): (hint: PointerHint) => string {
  const mouse = useMediaQuery('(any-pointer: fine)', true, { getInitialValueInEffect: false });
  return (hint) => POINTER_HINTS[hint][mouse ? 'mouse' : 'fingers'];
}
