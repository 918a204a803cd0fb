/** Heat map of the coefficients over t: a row a direction, diverging about zero (about 1/M for weights), with its scale. */
import { NativeSelect } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { Navigation } from '../../protocol/train';
import { decimal } from '../format';
import type { Scheme } from '../maps/time_colour';
import { useScheme } from '../scheme';
import {
  coefficientMap,
  divergingColour,
  divergingGradient,
  type CoefficientMap,
  type CoefficientRow,
  type CoefficientWords,
  type Reading,
} from './coefficients';
import { CoefficientTable } from './CoefficientTable';
import { INK } from './ink';
import { PlotCanvas, type Paint } from './PlotCanvas';
import type { TimeAxis } from './time_axis';
import { TimePlot } from './TimePlot';

/** CSS pixels of all rows together, and bounds of one. */
const HEIGHT = 288;
const ROW_PIXELS = { least: 4, most: 12 } as const;

interface CoefficientPlotProps {
  readonly navigation: Navigation;
  readonly rows: readonly CoefficientRow[];
  readonly words: CoefficientWords;
  readonly axis: TimeAxis;
  /** The direction that is walked along, counted from 0. */
  readonly chosen: number;
  readonly onChoose: (direction: number) => void;
}

export function CoefficientPlot(props: CoefficientPlotProps) {
  const { navigation, words, axis, chosen, onChoose } = props;
  const scheme = useScheme();
  const [reading, setReading] = useState<Reading>('value');
  const [hovered, setHovered] = useState<number>();
  const { grid, place } = axis;
  const map = useMemo(
    () => coefficientMap(navigation, props.rows, grid, words, reading),
    [grid, navigation, props.rows, reading, words],
  );
  const { rows } = map;
  const height =
    rows.length * Math.min(ROW_PIXELS.most, Math.max(ROW_PIXELS.least, Math.floor(HEIGHT / rows.length)));
  const marked = rows.findIndex(({ index }) => index === (hovered ?? chosen));
  const paint = useCallback<Paint>(
    (context, width, pixels) => {
      const columnWidth = (width * grid.every) / (grid.places - 1);
      context.imageSmoothingEnabled = false;
      context.drawImage(heatMap(map, scheme), -columnWidth / 2, 0, columnWidth * map.columns.length, pixels);
      if (marked < 0) return;
      context.strokeStyle = INK[scheme].ink;
      context.lineWidth = 1;
      context.strokeRect(0.5, (marked / rows.length) * pixels, width - 1, pixels / rows.length);
    },
    [grid, map, marked, rows.length, scheme],
  );
  const onPoint = (share: number | undefined, pressed: boolean) => {
    const row = share === undefined ? undefined : rows[Math.floor(share * rows.length)]?.index;
    setHovered(row);
    if (pressed && row !== undefined) onChoose(row);
  };
  const { width, coefficients } = navigation;
  const valueAt = (index: number) => coefficients[place * width + index]!;
  const shown = rows[marked];
  const { symbol, plural, row } = words;
  const which = rows.length === width ? `all ${width}` : `the ${rows.length} of ${width} that move most`;
  return (
    <>
      <TimePlot
        axis={axis}
        title={
          <>
            <span>
              {plural} <span className="symbol">{symbol}</span>
              <sub>i</sub>(<span className="symbol">t</span>), {which}
            </span>
            <NativeSelect
              size="xs"
              w={132}
              aria-label={`What the heat map of the ${plural} shows`}
              value={reading}
              onChange={(event) => setReading(event.currentTarget.value as Reading)}
              data={[
                { value: 'value', label: words.weights ? `${symbol}ᵢ(t) − 1/M` : `${symbol}ᵢ(t)` },
                { value: 'change', label: `${symbol}ᵢ(t) − its mean` },
              ]}
            />
            <Scale map={map} scheme={scheme} />
          </>
        }
        upper={`${row === 'direction' ? 'd' : ''}${rows[0]!.index + 1}`}
        lower={`${row === 'direction' ? 'd' : ''}${rows.at(-1)!.index + 1}`}
        onPoint={onPoint}
      >
        <PlotCanvas label={summaryOf(map, words)} height={height} paint={paint} />
      </TimePlot>
      <p className="nav-readout">
        {shown && (
          <>
            {row} {shown.index + 1}: <span className="symbol">{symbol}</span> ={' '}
            <strong>{decimal(valueAt(shown.index), 3)}</strong> at t{' '}
            <span className="dim">
              · {decimal(shown.low, 3)} to {decimal(shown.high, 3)} over the clip
            </span>
          </>
        )}
      </p>
      <CoefficientTable rows={rows} words={words} valueAt={valueAt} />
    </>
  );
}

function summaryOf({ rows, scale }: CoefficientMap, { plural, row, symbol }: CoefficientWords): string {
  const [most] = [...rows].sort((a, b) => b.high - b.low - (a.high - a.low));
  return `Heat map of the ${plural} over t, ${rows.length} rows; colours end at ${decimal(scale, 3)}. ${row} ${most!.index + 1} changes most over the clip: ${symbol} from ${decimal(most!.low, 3)} to ${decimal(most!.high, 3)}.`;
}

function Scale({ map: { scale, neutral }, scheme }: { map: CoefficientMap; scheme: Scheme }) {
  return (
    <span className="nav-scale">
      {decimal(neutral - scale, 2)}
      <span style={{ backgroundImage: divergingGradient(scheme) }} />
      {decimal(neutral + scale, 2)}
    </span>
  );
}

/** One pixel a cell. */
function heatMap({ values, scale, rows, columns }: CoefficientMap, scheme: Scheme): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [columns.length, rows.length];
  const image = new ImageData(columns.length, rows.length);
  values.forEach((value, i) => {
    image.data.set([...divergingColour(scale === 0 ? 0 : value / scale, scheme), 255], 4 * i);
  });
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
