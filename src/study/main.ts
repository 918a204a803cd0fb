/** The page that `npm run study` drives: it takes files from the input and offers two functions to the driver. */
import { createSession } from '../session/session';
import { pictureOf } from './picture';
import { progressLines } from './progress';
import type { StudyPage } from './page';
import { noFindings, runStudy, StudyError } from './study';

const files: File[] = [];
const input = document.querySelector<HTMLInputElement>('#videos')!;

const page: StudyPage = {
  takeFiles() {
    files.push(...(input.files ?? []));
    return files.length;
  },

  async run(request) {
    const builtin = request.videos === 'builtin' ? { seed: 0, count: 64 } : null;
    const session = createSession({ config: request.config, builtin, asksFirst: false });
    const lines = progressLines(request, () => performance.now() / 1000);
    session.store.subscribe((state) => {
      const line = lines(state);
      if (line !== undefined) window.studySays?.(line);
    });
    const findings = noFindings();
    let failure: string | undefined;
    try {
      await runStudy(session, request, files, findings);
    } catch (error) {
      if (!(error instanceof StudyError)) throw error;
      failure = error.message;
    }
    const { maps, ...found } = findings;
    const pictures = maps.map(pictureOf);
    session.actions.dispose();
    const report = { ...found, config: request.config };
    return { report, pictures, ...(failure === undefined ? {} : { failure }) };
  },
};

window.study = page;
