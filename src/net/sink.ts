import type { DatagramSink, Path } from '../base/net.ts';

/** Where everything goes that datagrams give rise to. */
export interface PathSink {
  datagram: DatagramSink;
  /** A TCP path is gone, whoever ended it; told once, and nothing comes over it afterwards. UDP paths never end. */
  ended(path: Path): void;
  /** Something from outside, or a datagram of ours, was thrown away. `reason` is one of a few, fit to count by. */
  dropped(reason: string, remote: string): void;
}
