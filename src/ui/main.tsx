/** Starts the session, then the page around it. */
import './mantine_styles';
import './app.css';
import './header/header.css';
import './library/library.css';
import './maps/map_bar.css';
import './maps/maps.css';
import './navigator/navigator.css';
import './player/player.css';
import './run/queue.css';
import './run/run.css';
import './settings/settings.css';
import './views/views.css';
import './weights/weights.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createSession } from '../session/session';
import { keepAddress } from './address';
import { App } from './App';
import { Crash } from './notices/ErrorBoundary';
import { keepOnLeaving, openWork } from './work';

const root = document.getElementById('root');
if (!root) throw new Error('main: index.html expected an element #root, got none.');

try {
  const { opening, storage } = await openWork();
  const session = createSession({ ...opening, storage });
  keepAddress(session.store);
  keepOnLeaving(session);
  void session.actions.start();
  createRoot(root).render(
    <StrictMode>
      <App session={session} />
    </StrictMode>,
  );
} catch (error) {
  createRoot(root).render(<Crash error={error} />);
}
