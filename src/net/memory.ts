import type { DatagramSink, Path, Transport } from '../base/net.ts';

/** A datagram on its way inside the process. */
export interface Parcel {
  /** A copy of what was sent. */
  datagram: Uint8Array;
  to: 'a' | 'b';
  /** Hands it over as it is now. Not calling it is loss, calling it late is delay, calling it twice is a duplicate. */
  arrive: () => void;
}

/** What lies between the two ends. */
export type Wire = (parcel: Parcel) => void;

const perfectWire: Wire = (parcel) => void setImmediate(parcel.arrive);

/**
 * Two ends of a link inside the process: what is sent on the first path reaches sink `b`, on the second sink `a`. Over
 * the perfect wire everything arrives, in order, a moment later; tests in virtual time bring their own, and may let the
 * link stand for another transport.
 */
export function memoryPair(
  a: DatagramSink,
  b: DatagramSink,
  { wire = perfectWire, transport = 'memory' }: { wire?: Wire; transport?: Transport } = {},
): [Path, Path] {
  const atA = new MemoryPath('b', wire, transport);
  const atB = new MemoryPath('a', wire, transport);
  atA.connect(atB, b);
  atB.connect(atA, a);
  return [atA, atB];
}

class MemoryPath implements Path {
  readonly transport: Transport;
  readonly remote: string;
  readonly #to: 'a' | 'b';
  readonly #wire: Wire;
  #peer: MemoryPath | undefined;
  #peerSink: DatagramSink | undefined;
  #closed = false;

  constructor(to: 'a' | 'b', wire: Wire, transport: Transport) {
    this.transport = transport;
    this.remote = `${transport}:${to}`;
    this.#to = to;
    this.#wire = wire;
  }

  connect(peer: MemoryPath, peerSink: DatagramSink): void {
    this.#peer = peer;
    this.#peerSink = peerSink;
  }

  send(sent: Uint8Array): void {
    if (this.#closed) return;
    const datagram = Uint8Array.from(sent);
    this.#wire({ datagram, to: this.#to, arrive: () => this.#arrive(datagram) });
  }

  backlog(): number {
    return 0;
  }

  admit(): void {}

  close(): void {
    this.#closed = true;
  }

  /** Each arrival gets bytes of its own, because the receiver may write into them. */
  #arrive(datagram: Uint8Array): void {
    if (this.#peer && !this.#peer.#closed) this.#peerSink?.(Uint8Array.from(datagram), this.#peer);
  }
}
