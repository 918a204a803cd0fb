/** The page: header, library, maps, and the column of runs, loss, plan and settings. */
import { MantineProvider } from '@mantine/core';
import type { Session } from '../session/actions';
import { LossChart } from './chart/LossChart';
import { Shortcuts } from './commands/Shortcuts';
import { Guide } from './guide/Guide';
import { Header } from './header/Header';
import { TrainBar } from './header/TrainBar';
import { DropZone } from './library/DropZone';
import { Library } from './library/Library';
import { Maps } from './maps/Maps';
import { ErrorBoundary } from './notices/ErrorBoundary';
import { GpuNotice } from './notices/GpuNotice';
import { Notices } from './notices/Notices';
import { HeldKeysPanel } from './held_keys/HeldKeysPanel';
import { Plan } from './run/Plan';
import { Probes } from './probes/Probes';
import { Queue } from './run/Queue';
import { RunTable } from './run/RunTable';
import { SessionProvider } from './session_context';
import { Settings } from './settings/Settings';
import { SlowMotion } from './slow_motion/SlowMotion';
import { theme } from './theme';
import { Views } from './views/Views';
import { Weights } from './weights/Weights';

export function App({ session }: { session: Session }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <ErrorBoundary>
        <SessionProvider session={session}>
          <DropZone>
            <a className="skip-link" href="#maps">
              Skip to the maps
            </a>
            <a className="skip-link" href="#runs">
              Skip to runs and settings
            </a>
            <Header />
            <TrainBar />
            <Notices />
            <GpuNotice />
            <Guide />
            <div className="columns">
              <Library />
              <Maps />
              <aside className="runs" id="runs" tabIndex={-1} aria-label="Runs and settings">
                <RunTable />
                <LossChart />
                <Queue />
                <Plan />
                <Probes />
                <Views />
                <SlowMotion />
                <HeldKeysPanel />
                <Weights />
                <Settings />
              </aside>
            </div>
            <Shortcuts />
          </DropZone>
        </SessionProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}
