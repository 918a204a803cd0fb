/** Catches what went wrong in drawing the page: one sentence and a way on, never a blank page. */
import { Component, type ReactNode } from 'react';
import { sentenceOfError } from '../../session/notices';

export function Crash({ error }: { error: unknown }) {
  return (
    <main className="crash" role="alert">
      <h1>LTN Playground stopped</h1>
      <p>
        The page failed ({sentenceOfError(error)}): reload it to start again. Your files were not changed.
      </p>
      <button type="button" onClick={() => window.location.reload()}>
        Reload
      </button>
    </main>
  );
}

export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    return this.state.error === undefined ? this.props.children : <Crash error={this.state.error} />;
  }
}
