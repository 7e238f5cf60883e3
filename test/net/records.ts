import { networkInterfaces } from 'node:os';
import type { ControlLink, ControlSink, Path } from '../../src/base/net.ts';
import type { ListenerSink } from '../../src/net/listener.ts';

/** A list that tests wait on. */
export class Log<T> {
  readonly items: T[] = [];
  #wake: (() => void) | undefined;

  push(item: T): void {
    this.items.push(item);
    this.#wake?.();
  }

  /** The first `count` items, as soon as there are so many. */
  async first(count: number): Promise<T[]> {
    while (this.items.length < count) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.items.slice(0, count);
  }

  /** The item at `index`, as soon as it is there. */
  async nth(index: number): Promise<T> {
    const items = await this.first(index + 1);
    return items[index]!;
  }
}

/** What a listener hands out, written down. */
export class RecordingSink implements ListenerSink {
  readonly callers = new Log<ControlLink>();
  readonly datagrams = new Log<{ bytes: Uint8Array; path: Path }>();
  readonly ends = new Log<Path>();
  readonly drops = new Log<string>();
  /** What a test does at each datagram. */
  onDatagram: ((path: Path) => void) | undefined;

  caller(link: ControlLink): void {
    this.callers.push(link);
  }

  readonly datagram = (bytes: Uint8Array, path: Path): void => {
    this.datagrams.push({ bytes, path });
    this.onDatagram?.(path);
  };

  ended(path: Path): void {
    this.ends.push(path);
  }

  dropped(reason: string): void {
    this.drops.push(reason);
  }
}

/** What a control link tells, written down. */
export class RecordingControl implements ControlSink {
  readonly messages = new Log<string>();
  readonly closes = new Log<string | undefined>();

  message(body: Uint8Array): void {
    this.messages.push(Buffer.from(body).toString());
  }

  closed(reason: string | undefined): void {
    this.closes.push(reason);
  }
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Tests of IPv6 are skipped where there is none; never in CI. */
export const hasIPv6 =
  Boolean(process.env['CI']) ||
  Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
