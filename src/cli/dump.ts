import { writeFileSync } from 'node:fs';
import { ExitCode, reasonOf, VtalkError } from '../base/errors.ts';
import { openPlainCopy } from '../net/plain-copy.ts';
import { writeSdp } from '../rtp/sdp.ts';
import type { Closers } from './closers.ts';

/**
 * --dump-rtp: sends what comes in, decrypted, to a port of this machine, and writes the SDP that players need beside
 * the user. Undefined when it isn't asked for. Throws a VtalkError when that can't be written.
 */
export async function openDump(
  address: { host: string; port: number } | undefined,
  closers: Closers,
): Promise<((packet: Uint8Array) => void) | undefined> {
  if (!address) return undefined;
  const copy = openPlainCopy(address);
  closers.add(() => copy.close());
  const file = `vtalk-${address.port}.sdp`;
  writeHere(file, writeSdp(address));
  process.stderr.write(
    `warning: --dump-rtp sends a plain copy of the call to ${address.host}:${address.port}; see ${file}\n`,
  );
  return (packet) => copy.send(packet);
}

function writeHere(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new VtalkError(`can't write ${file}: ${reasonOf(cause)}`, {
      exitCode: ExitCode.usage,
      hint: 'start --dump-rtp in a folder that you may write to',
      cause,
    });
  }
}
