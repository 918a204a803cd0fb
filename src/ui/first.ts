/** The first script of the page, small: the decode worker draws the first clips while the rest is still on its way. */
import { startDecodeWorkerEarly } from '../session/decode_worker';

startDecodeWorkerEarly();
import('./main').catch((error: unknown) => {
  const line = document.querySelector('#root p');
  if (line) line.textContent = `The page could not be loaded (${String(error)}): reload it.`;
});
