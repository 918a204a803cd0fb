/** f' of one segment on its way through time: slider, map, heat map, shift, neighbours, and the walk along one direction. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { placed } from '../../project/place';
import type { Navigation } from '../../protocol/train';
import { mapKey, type Embedding } from '../../session/state';
import { runId, runName, type RunConfig } from '../../time/config';
import { decimal } from '../format';
import { useSessionState } from '../session_context';
import { AnglePlot, type Neighbour } from './AnglePlot';
import { coefficientRows, coefficientWords } from './coefficients';
import { CoefficientPlot } from './CoefficientPlot';
import { navigatorMarker } from './marker';
import type { NameOf } from './names';
import { NavigatorMap } from './NavigatorMap';
import { NearTable } from './NearTable';
import { Notes } from './Notes';
import { ShiftPlot } from './ShiftPlot';
import { anglesTo, fPrimeAt, walkAlong } from './similarity';
import type { TimeAxis } from './time_axis';
import type { TimeGrid } from './time_grid';
import { TimeSlider } from './TimeSlider';
import { useMarker } from './use_marker';
import { WalkPanel } from './WalkPanel';

interface TravelProps {
  readonly run: RunConfig;
  readonly navigation: Navigation;
  readonly grid: TimeGrid;
  readonly embedding: Embedding;
  /** Index of the segment among those of the embedding. */
  readonly itself: number;
  readonly nameOf: NameOf;
}

export function Travel({ run, navigation, grid, embedding, itself, nameOf }: TravelProps) {
  const { segments } = embedding;
  const segment = segments[itself]!;
  const id = runId(run);
  const [place, setPlace] = useState(grid.places);
  const [direction, setDirection] = useState(0);
  const [share, setShare] = useState(0);
  const map = useSessionState((state) => state.maps[mapKey(id, 'fPrime')]);
  const { fPrime: features, scores } = embedding.runs.find((other) => other.id === id)!;

  const words = useMemo(() => coefficientWords(run.variant), [run.variant]);
  const rows = useMemo(() => coefficientRows(navigation, grid), [grid, navigation]);
  const chosen = Math.min(direction, navigation.width - 1);
  const choose = useCallback((next: number) => {
    setDirection(next);
    setShare(0);
  }, []);
  const walk = useMemo(
    () => walkAlong(navigation, chosen, place, words.weights),
    [chosen, navigation, place, words],
  );
  const { low, high } = rows[chosen]!;
  const unit = words.weights ? high - low : Math.max(Math.abs(low), Math.abs(high));
  const alpha = share * unit;

  const neighbours = useNeighbours(embedding, itself, nameOf);
  const angles = useMemo(
    () => anglesTo(fPrimeAt(navigation, place), features),
    [features, navigation, place],
  );
  const range = useMemo(() => angleRange(navigation, grid, features), [features, grid, navigation]);
  const marker = useMarker({ map, segments, navigation, grid, features, place, walk, alpha });
  useEffect(() => {
    navigatorMarker.setState({ marker });
    return () => navigatorMarker.setState({ marker: undefined });
  }, [marker]);

  const axis: TimeAxis = { grid, place, onPlace: setPlace };
  const [x, y] = marker && map ? placed(marker.at, map.layout.positions) : [NaN, NaN];
  return (
    <>
      <div className="nav-columns">
        <TimeSlider axis={axis} />
        <div className="nav-side">
          {marker && map ? (
            <div className="nav-close-up">
              <NavigatorMap
                map={map}
                segment={segment}
                marker={marker}
                label={`Close-up of the map of f prime, ${runName(run)}: f prime at t is at ${decimal(x, 1)}, ${decimal(y, 1)}.`}
              />
              <p className="hint nav-position">
                close-up: ◆ <span className="symbol">f′</span>(<span className="symbol">t</span>) at{' '}
                {decimal(x, 1)}, {decimal(y, 1)}
                {marker.walked && ' · □ along dᵢ'}
              </p>
            </div>
          ) : (
            <p className="hint nav-close-up">
              The <span className="symbol">f′</span> map of this run is not laid out.
            </p>
          )}
          <div>
            <NearTable segments={segments} neighbours={neighbours} angles={angles} nameOf={nameOf} />
          </div>
        </div>
        <div className="nav-plots">
          <CoefficientPlot
            navigation={navigation}
            rows={rows}
            words={words}
            axis={axis}
            chosen={chosen}
            onChoose={choose}
          />
          <ShiftPlot navigation={navigation} axis={axis} />
          <AnglePlot axis={axis} neighbours={neighbours} angles={angles} range={range} />
        </div>
      </div>
      {walk ? (
        <WalkPanel
          navigation={navigation}
          words={words}
          rows={rows}
          chosen={chosen}
          onChoose={choose}
          walk={walk}
          share={share}
          onShare={setShare}
          unit={unit}
          features={features}
          segments={segments}
          itself={itself}
          nameOf={nameOf}
        />
      ) : (
        <p className="hint nav-walk">
          {runName(run)} has no directions d_i: there is no single one to walk along.
        </p>
      )}
      <Notes variant={run.variant} inF={scores.f} embeddedAt={navigation.embeddedAt} step={navigation.step} />
    </>
  );
}

function useNeighbours({ segments }: Embedding, itself: number, nameOf: NameOf): readonly Neighbour[] {
  return useMemo(() => {
    const own = segments[itself]!;
    const { label } = nameOf(own.videoId);
    return segments.map(({ videoId, start }, j): Neighbour => {
      if (j === itself) return { start, kinship: 'itself' };
      if (videoId === own.videoId) return { start, kinship: 'clip' };
      return { start, kinship: nameOf(videoId).label === label ? 'label' : 'none' };
    });
  }, [itself, nameOf, segments]);
}

/** Places at which the range of the angles is looked up: all of them would take longer than a frame on large maps. */
const LOOKS = 8;

function angleRange(navigation: Navigation, { places }: TimeGrid, features: Float32Array): [number, number] {
  let [low, high] = [180, 0];
  for (let i = 0; i <= LOOKS; i++) {
    const place = Math.round((i / LOOKS) * (places - 1));
    for (const angle of anglesTo(fPrimeAt(navigation, place), features)) {
      low = Math.min(low, angle);
      high = Math.max(high, angle);
    }
  }
  return [low, high];
}
