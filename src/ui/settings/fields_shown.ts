/** Whether the settings in closed groups are on the page: they come when it is calm, or at once when one is wanted. */
import { flushSync } from 'react-dom';
import { create } from 'zustand';

const useWanted = create<{ readonly wanted: boolean }>()(() => ({ wanted: false }));

export const useFieldsShown = () => useWanted(({ wanted }) => wanted);

/** They are there when this returns. */
export function showFields(): void {
  if (!useWanted.getState().wanted) flushSync(() => useWanted.setState({ wanted: true }));
}
