/** Whether the first steps are shown; their dismissal is remembered on this device. */
import { create } from 'zustand';

const STORED = 'ltn-guide';

function dismissed(): boolean {
  try {
    return localStorage.getItem(STORED) === 'dismissed';
  } catch {
    // No storage in this browser: shown at every visit then.
    return false;
  }
}

interface GuideView {
  readonly shown: boolean;
  readonly about: boolean;
}

export const useGuideView = create<GuideView>()(() => ({ shown: !dismissed(), about: false }));

function remember(value: string): void {
  try {
    localStorage.setItem(STORED, value);
  } catch {
    // It lasts as long as the page then.
  }
}

export function showGuide(): void {
  useGuideView.setState({ shown: true });
  remember('shown');
}

export function dismissGuide(): void {
  useGuideView.setState({ shown: false });
  remember('dismissed');
}

export const setAbout = (about: boolean) => useGuideView.setState({ about });
