/** The parts one after another, fresh. No Buffer comes out: its `slice` would not copy, unlike a Uint8Array's. */
export const joinBytes = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
