import type { SenderKey } from '../base/packet.ts';
import type { Random } from '../base/random.ts';

/** A key for one new stream of ours, with an SSRC that is never 0. A new key is a new SSRC, so no nonce comes twice. */
export function newSenderKey(random: Random): SenderKey {
  const [ssrc = 0] = new Uint32Array(Uint8Array.from(random(4)).buffer);
  return { ssrc: ssrc || 1, key: random(16), salt: random(12) };
}
