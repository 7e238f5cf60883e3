/** Bytes of the length before each message: 2 as in RFC 4571, section 2, or 4. Network byte order. */
export type PrefixBytes = 2 | 4;

//   0                   1                   2 ...
//   +---------------------------------------+
//   | length of the message (2 or 4 bytes)  |
//   +---------------------------------------+
//   | message ...                           |

/** The message behind its length, in bytes of its own. Throws when the length doesn't fit the prefix. */
export function frame(prefixBytes: PrefixBytes, message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(prefixBytes + message.length);
  framed.writeUIntBE(message.length, 0, prefixBytes);
  framed.set(message, prefixBytes);
  return framed;
}

/**
 * Cuts a stream of bytes into the messages that `frame` put in. It holds at most one message, and each byte is copied
 * once, wherever the stream is split.
 */
export class Deframer {
  /** A longer message breaks the stream. May be changed at any time, even from `deliver`. */
  maxBytes: number;
  readonly #prefix: Buffer;
  #prefixFilled = 0;
  #message: Uint8Array | undefined;
  #messageFilled = 0;
  #broken = false;

  constructor(prefixBytes: PrefixBytes, maxBytes: number) {
    this.#prefix = Buffer.alloc(prefixBytes);
    this.maxBytes = maxBytes;
  }

  /** Part of a message has come, and not yet its end. */
  get midway(): boolean {
    return this.#prefixFilled > 0;
  }

  /** Delivers each message that is whole now; its bytes belong to the receiver. Once it was 'too large' it stays so. */
  push(chunk: Uint8Array, deliver: (message: Uint8Array) => void): 'too large' | undefined {
    let rest = chunk;
    while (rest.length > 0 && !this.#broken) {
      rest = this.#message ? this.#fill(this.#message, rest) : this.#fillPrefix(rest);
      if (this.#message?.length === this.#messageFilled) deliver(this.#take(this.#message));
    }
    return this.#broken ? 'too large' : undefined;
  }

  #fillPrefix(chunk: Uint8Array): Uint8Array {
    const part = chunk.subarray(0, this.#prefix.length - this.#prefixFilled);
    this.#prefix.set(part, this.#prefixFilled);
    this.#prefixFilled += part.length;
    if (this.#prefixFilled === this.#prefix.length)
      this.#begin(this.#prefix.readUIntBE(0, this.#prefix.length));
    return chunk.subarray(part.length);
  }

  #begin(length: number): void {
    if (length > this.maxBytes) this.#broken = true;
    else this.#message = new Uint8Array(length);
  }

  #fill(message: Uint8Array, chunk: Uint8Array): Uint8Array {
    const part = chunk.subarray(0, message.length - this.#messageFilled);
    message.set(part, this.#messageFilled);
    this.#messageFilled += part.length;
    return chunk.subarray(part.length);
  }

  #take(message: Uint8Array): Uint8Array {
    this.#message = undefined;
    this.#messageFilled = 0;
    this.#prefixFilled = 0;
    return message;
  }
}
