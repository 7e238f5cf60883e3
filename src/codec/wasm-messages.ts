import type { Size } from '../base/frame.ts';
import type { EncoderSettings } from './settings.ts';

/** What the main thread asks of the worker. A coder is made when its first job comes; its number is never used again. */
export type Task =
  | { do: 'load' }
  | { do: 'encode'; coder: number; settings: EncoderSettings; keyFrame: boolean; data: Uint8Array }
  | { do: 'decode'; coder: number; data: Uint8Array }
  | { do: 'close'; coder: number };

export type Request = Task & { job: number };

/** One coded frame, or the I420 picture that was decoded; `keyFrame` says nothing about the latter. */
export interface Product extends Size {
  data: Uint8Array<ArrayBuffer>;
  keyFrame: boolean;
}

/** One answer to each request, in their order. */
export type Answer = { job: number } & ({ product: Product | undefined } | { failed: string });
