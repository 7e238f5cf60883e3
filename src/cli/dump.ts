import { writeFileSync } from 'node:fs';
import { openPlainCopy } from '../net/plain-copy.ts';
import { writeSdp } from '../rtp/sdp.ts';
import type { Closers } from './closers.ts';

/**
 * --dump-rtp: sends what comes in, decrypted, to a port of this machine, and writes the SDP that players need beside
 * the user. Undefined when it isn't asked for.
 */
export async function openDump(
  address: { host: string; port: number } | undefined,
  closers: Closers,
): Promise<((packet: Uint8Array) => void) | undefined> {
  if (!address) return undefined;
  const copy = openPlainCopy(address);
  closers.add(() => copy.close());
  const file = `vtalk-${address.port}.sdp`;
  writeFileSync(file, writeSdp(address));
  process.stderr.write(
    `warning: --dump-rtp sends a plain copy of the call to ${address.host}:${address.port}; see ${file}\n`,
  );
  return (packet) => copy.send(packet);
}
