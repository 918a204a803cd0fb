/** What the parity page and the command that drives it say to each other, as a global of the page. */
import type { Verdict } from './case';

export interface ParityPage {
  /** Opens the GPU; answers with the adapter's name. @throws Error when there is none. */
  open(): Promise<string>;
  /** Runs the case that the file input holds. A case that cannot be read or computed is a verdict too. */
  run(): Promise<Verdict>;
}

declare global {
  interface Window {
    parity?: ParityPage;
  }
}
