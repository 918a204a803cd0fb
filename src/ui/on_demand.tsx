/** A part of the page whose script comes when it is first wanted, or a little before. */
import { useEffect, useState, type ComponentType } from 'react';

interface OnDemand {
  (): React.ReactNode;
  /** Fetches the script, so that the part is there at once when it is wanted. */
  readonly fetchAhead: () => void;
}

/**
 * Draws nothing until the script is there, then the part at once: `lazy` would hold it back for another 300 ms, React's
 * pause between two reveals. A script that cannot be had is an error of the component.
 */
export function onDemand(load: () => Promise<{ readonly default: ComponentType }>): OnDemand {
  let part: ComponentType | undefined;
  let asked: Promise<void> | undefined;
  const ask = () =>
    (asked ??= load().then(
      (module) => {
        part = module.default;
      },
      (error: unknown) => {
        // The next one who wants it asks again.
        asked = undefined;
        throw error;
      },
    ));

  function Wanted() {
    const [shown, setShown] = useState<Shown>({ Part: part });
    useEffect(() => {
      if (part) return;
      ask().then(
        () => setShown({ Part: part }),
        (error: unknown) => setShown({ error }),
      );
    }, []);
    if ('error' in shown) throw shown.error;
    return shown.Part && <shown.Part />;
  }
  return Object.assign(Wanted, {
    // Its failure is told where the part is wanted.
    fetchAhead: () => void ask().catch(() => undefined),
  });
}

type Shown = { readonly Part: ComponentType | undefined } | { readonly error: unknown };
