/** The slider through the training: the maps as they were, with their numbers. */
import { Button } from '@mantine/core';
import { useId } from 'react';
import { count } from '../format';
import { useSessionState } from '../session_context';
import { useMapModes } from './modes';
import { useMoment } from './shown_map';

export function Moments() {
  const id = useId();
  const moments = useSessionState((state) => state.mapMoments);
  const newest = useSessionState((state) => state.embedding?.step ?? 0);
  const moment = useMoment();
  const place = moment ? moments.indexOf(moment) : moments.length;
  const said = moment ? `step ${count(moment.step)} of ${count(newest)}` : `newest, step ${count(newest)}`;
  const none = moments.length === 0;
  return (
    <div className="map-moments">
      <label htmlFor={id}>Through training</label>
      <input
        id={id}
        type="range"
        min={0}
        max={Math.max(1, moments.length)}
        value={none ? 1 : place}
        step={1}
        disabled={none}
        aria-valuetext={said}
        onChange={(event) => {
          useMapModes.setState({ moment: moments[Number(event.currentTarget.value)] });
        }}
      />
      <span className="map-moment-said">{none ? 'fills while a run trains' : said}</span>
      <Button
        size="compact-xs"
        variant="default"
        disabled={!moment}
        onClick={() => useMapModes.setState({ moment: undefined })}
      >
        Newest
      </Button>
    </div>
  );
}
