import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Notice } from './Notice';

interface Props {
  readonly name: string;
  readonly children: ReactNode;
}

/** Keeps the rest of the page alive when one panel fails, and says what happened. */
export class PanelBoundary extends Component<Props, { readonly message: string | null }> {
  override state = { message: null };

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return (
      <Notice tone="bad" title={`The ${this.props.name} panel failed`}>
        <p>{message}</p>
        <Button variant="default" onClick={() => this.setState({ message: null })}>
          Try again
        </Button>
      </Notice>
    );
  }
}
