/** Zoom of one map, and its coordinates and picture as files. */
import { ActionIcon } from '@mantine/core';
import { IconDownload, IconZoomIn, IconZoomOut, IconZoomReset } from '@tabler/icons-react';
import { useRef, type RefObject } from 'react';
import { runName, type RunConfig } from '../../time/config';
import type { Space, SpaceMap } from '../../session/state';
import { coordinatesCsv } from './coordinates';
import { download } from './download';
import { useMapVideos } from './map_time';
import { ZOOM_STEP } from './MapCanvas';
import type { MapPainter } from './painter';
import { mapPng, mapSvg } from './pictures';
import { useSavedMap } from './saved_map';
import { SPACE_TEXTS } from './spaces';

interface MapToolsProps {
  readonly map: SpaceMap;
  readonly run: RunConfig;
  readonly space: Space;
  readonly painterRef: RefObject<MapPainter | undefined>;
}

const KINDS = ['CSV', 'PNG', 'SVG'] as const;
const ICON = { size: 15, 'aria-hidden': true } as const;

export function MapTools({ map, run, space, painterRef }: MapToolsProps) {
  const name = `${runName(run)}, ${SPACE_TEXTS[space].spoken}`;
  const button = { size: 24, variant: 'subtle', color: 'gray' } as const;
  return (
    <div className="map-tools" role="group" aria-label={`Tools of ${name}`}>
      <Exports map={map} run={run} space={space} painterRef={painterRef} />
      <ActionIcon
        {...button}
        aria-label="Zoom in"
        title="Zoom in (+)"
        onClick={() => painterRef.current?.zoom(ZOOM_STEP)}
      >
        <IconZoomIn {...ICON} />
      </ActionIcon>
      <ActionIcon
        {...button}
        aria-label="Zoom out"
        title="Zoom out (−)"
        onClick={() => painterRef.current?.zoom(1 / ZOOM_STEP)}
      >
        <IconZoomOut {...ICON} />
      </ActionIcon>
      <ActionIcon
        {...button}
        aria-label="Whole map"
        title="Whole map (0)"
        onClick={() => painterRef.current?.showWhole()}
      >
        <IconZoomReset {...ICON} />
      </ActionIcon>
    </div>
  );
}

function Exports({ map, run, space, painterRef }: MapToolsProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const videos = useMapVideos();
  const { name, title, drawn } = useSavedMap(map, run, space);
  const close = () => {
    details.current?.removeAttribute('open');
    details.current?.querySelector('summary')?.focus();
  };
  const save = async (kind: (typeof KINDS)[number]) => {
    const picture = () => drawn(painterRef.current?.view);
    const file = {
      CSV: () => new Blob([coordinatesCsv(map, videos)], { type: 'text/csv' }),
      PNG: () => mapPng(picture()),
      SVG: () => new Blob([mapSvg(picture(), title)], { type: 'image/svg+xml' }),
    };
    download(`${name}.${kind.toLowerCase()}`, await file[kind]());
    close();
  };
  return (
    <details
      ref={details}
      className="map-exports"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <summary aria-label="Save this map" title="Save coordinates or picture">
        <IconDownload {...ICON} />
      </summary>
      <div>
        {KINDS.map((kind) => (
          <button key={kind} type="button" aria-label={`Save as ${kind}`} onClick={() => void save(kind)}>
            {kind}
          </button>
        ))}
      </div>
    </details>
  );
}
