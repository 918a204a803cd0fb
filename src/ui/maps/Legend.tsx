/** What colours and shapes on the maps mean, and what is selected. */
import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { IconLasso } from '@tabler/icons-react';
import { usePointerHint } from '../pointer_hints';
import { useScheme } from '../scheme';
import { useSessionState } from '../session_context';
import { categoriesOf, COLOUR_BY, type ColourBy } from './colour_by';
import { useLabelShapes, useMapVideos, useTimeEnd } from './map_time';
import { useMapModes } from './modes';
import { clearSelection, segmentKey, useSelection } from './selection';
import { ShapeIcon } from './ShapeIcon';
import { timeGradient } from './time_colour';

/** Categories that are named; more would fill the page. */
const NAMED = 8;

export function Legend() {
  const colourBy = useMapModes((state) => state.colourBy);
  const shapes = useLabelShapes();
  return (
    <div className="legend">
      <label className="field-inline">
        <span>Colour</span>
        <NativeSelect
          size="xs"
          w={78}
          value={colourBy}
          data={Object.entries(COLOUR_BY).map(([value, label]) => ({ value, label }))}
          onChange={(event) => useMapModes.setState({ colourBy: event.currentTarget.value as ColourBy })}
        />
      </label>
      {colourBy === 'time' ? <TimeScale /> : <Categories by={colourBy} />}
      {[...shapes].map(([label, shape]) => (
        <span key={label} className="legend-label">
          <ShapeIcon shape={shape} /> {label}
        </span>
      ))}
      <Selection />
    </div>
  );
}

function TimeScale() {
  const scheme = useScheme();
  const timeEnd = useTimeEnd();
  const hasPoints = useSessionState((state) => state.embedding !== undefined);
  return (
    <span className="legend-time">
      t&nbsp;=&nbsp;0
      <span className="legend-scale" style={{ backgroundImage: timeGradient(scheme) }} />
      {hasPoints ? `${timeEnd} s` : '…'}
    </span>
  );
}

function Categories({ by }: { by: Exclude<ColourBy, 'time'> }) {
  const scheme = useScheme();
  const categories = [...categoriesOf(useMapVideos(), by, scheme)];
  return (
    <>
      {categories.slice(0, NAMED).map(([name, channels]) => (
        <span key={name} className="legend-label">
          <span className="swatch" style={{ background: `rgb(${channels})` }} />
          <span className="legend-category">{name}</span>
        </span>
      ))}
      {categories.length > NAMED && <span className="dim">and {categories.length - NAMED} more</span>}
    </>
  );
}

/** The lasso, and how much is selected. */
function Selection() {
  const selected = useSelection();
  const lasso = useMapModes((state) => state.lasso);
  const segments = useSessionState((state) => state.embedding?.segments) ?? [];
  const count = segments.filter((segment) => selected.has(segmentKey(segment))).length;
  const hint = usePointerHint();
  return (
    <span className="legend-selection">
      <ActionIcon
        size={26}
        variant={lasso ? 'light' : 'default'}
        aria-label="Lasso"
        aria-pressed={lasso}
        title={hint('lasso')}
        onClick={() => useMapModes.setState({ lasso: !lasso })}
      >
        <IconLasso size={15} aria-hidden />
      </ActionIcon>
      <span role="status">{count > 0 ? `${count} of ${segments.length} selected` : ''}</span>
      {count > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={clearSelection}>
          Clear
        </Button>
      )}
    </span>
  );
}
