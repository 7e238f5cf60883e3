/** The part of process.stdin that is used. */
export interface TtyInput {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'end' | 'close' | 'error', listener: () => void): unknown;
  off(event: string, listener: (bytes: Uint8Array) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** The part of process.stdout that is used. */
export interface TtyOutput {
  readonly isTTY?: boolean;
  readonly fd: number;
  readonly columns?: number;
  readonly rows?: number;
  /** No public API of Node; see `makeNonBlocking`. */
  readonly _handle?: { setBlocking?(blocking: boolean): unknown };
  write(bytes: Uint8Array, done: (error?: Error | null) => void): unknown;
  on(event: 'resize' | 'close' | 'error', listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
}

/**
 * Node writes to terminals and pipes synchronously, so a slow one stops the whole process. This makes it asynchronous; a child
 * that inherits the terminal makes it synchronous again. On a Node without the switch we are slow, not wrong.
 */
export function makeNonBlocking(output: Pick<TtyOutput, '_handle'>): void {
  const { _handle: handle } = output;
  handle?.setBlocking?.(false);
}
