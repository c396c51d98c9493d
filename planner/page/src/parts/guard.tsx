/**
 * A fault in one panel leaves the rest of the page standing.
 *
 * Invariant: what went wrong is said where the panel would have stood, and in the console.
 */

import { Component, type ComponentChildren } from "preact";

interface GuardState { readonly fault: string | null }

export class Guard extends Component<{ readonly children: ComponentChildren }, GuardState> {
  override state: GuardState = { fault: null };

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ fault: error instanceof Error ? error.message : String(error) });
  }

  render(): ComponentChildren {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return <div class="failure" role="alert"><strong>This panel cannot be shown</strong><p>That is a fault of the page: {fault}. The map and the other views go on.</p></div>;
  }
}
