/** Where the page scrolls as a whole: Train or Pause and the status, at the top once the header was scrolled away. */
import './train_bar.css';
import { useEffect, useRef, useState, type Ref } from 'react';
import { useSessionState } from '../session_context';
import { statusSentence } from '../status';
import { TrainButton } from './TrainButton';

export function TrainBar() {
  const bar = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  useEffect(() => {
    const transport = document.querySelector('.transport');
    if (!transport) return undefined;
    const observer = new IntersectionObserver((entries) => {
      const isAway = entries.at(-1)?.isIntersecting === false;
      // The button goes; whoever was on it is on its twin.
      if (!isAway && bar.current?.contains(document.activeElement))
        transport.querySelector('button')?.focus({ preventScroll: true });
      setAway(isAway);
    });
    observer.observe(transport);
    return () => observer.disconnect();
  }, []);
  return away ? <Bar ref={bar} /> : null;
}

function Bar({ ref }: { ref: Ref<HTMLDivElement> }) {
  const sentence = useSessionState(statusSentence);
  return (
    <div ref={ref} className="train-bar" role="group" aria-label="At hand">
      <TrainButton />
      <span className="train-bar-status">{sentence}</span>
    </div>
  );
}
