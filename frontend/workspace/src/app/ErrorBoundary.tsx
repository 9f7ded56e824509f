import { Component, type ReactNode } from "react";

/** A mistake of ours must not leave a white page: what was typed is kept, and a reload is one click. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="hall" role="alert">
        <h1>Something broke on this page.</h1>
        <p className="mut">Your drafts are kept, and nothing that was sent is lost.</p>
        <button type="button" className="btn primary" onClick={() => location.reload()}>
          Load the page again
        </button>
      </main>
    );
  }
}
