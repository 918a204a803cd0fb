/** What may be too large for this device is made once people said so: Train asks, and Train once more is the answer. */
import type { TrainPlan } from '../protocol/train';
import { inForce } from './in_force';
import type { SessionState } from './state';

export class Consent {
  readonly #asks: boolean;
  /** Settings, as JSON, that were asked about, and that were agreed to. */
  #asked: string | undefined;
  #agreed: string | undefined;

  /** @param asks false: whoever starts trainings knows what they take */
  constructor(asks: boolean) {
    this.#asks = asks;
  }

  /** On a new device everything is asked about anew. */
  forget(): void {
    this.#asked = undefined;
    this.#agreed = undefined;
  }

  /** Whether weights may be made by themselves, before anybody asks for them. `plan` undefined: the device is gone. */
  mayBeMade(state: SessionState, plan: TrainPlan | undefined): boolean {
    if (!plan || plan.refusal !== undefined) return false;
    return !this.#asks || plan.question === undefined || this.#agreed === settingsOf(state);
  }

  /** The question, where there is one that was not answered yet; asking again is the answer. */
  ask(state: SessionState, { question }: TrainPlan): string | undefined {
    const settings = settingsOf(state);
    if (!this.#asks || question === undefined || this.#agreed === settings) return undefined;
    if (this.#asked === settings) {
      this.#agreed = settings;
      return undefined;
    }
    this.#asked = settings;
    return `${question} Press Train once more to try it all the same.`;
  }
}

function settingsOf(state: SessionState): string {
  const { config, videoIds } = inForce(state);
  return JSON.stringify([config, videoIds.length]);
}
