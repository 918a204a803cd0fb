/** What the study page and the command that drives it say to each other, as globals of the page. */
import type { StudyRequest, StudyResult } from './report';

export interface StudyPage {
  /** Takes what the file input holds now, in its order, behind what it took before; gives their number so far. */
  takeFiles(): number;
  run(request: StudyRequest): Promise<StudyResult>;
}

declare global {
  interface Window {
    study?: StudyPage;
    /** Put there by the command: takes a line for the terminal. */
    studySays?: (line: string) => void;
  }
}
