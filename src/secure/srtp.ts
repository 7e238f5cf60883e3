import type { SenderKey } from '../base/packet.ts';
import { decrypt, encrypt, TAG_LENGTH } from './aead.ts';
import type { SessionKeys } from './aead.ts';
import { MAX_SEALED_LENGTH } from './drop.ts';
import type { Drop } from './drop.ts';
import { joinBytes } from './join-bytes.ts';
import { rtpSessionKeys } from './key-derivation.ts';
import { receivedIndex, sentIndex } from './packet-index.ts';
import { ReplayWindow } from './replay-window.ts';

/*
 * SRTP with AEAD_AES_128_GCM (RFC 7714, 8):
 *
 *     +--------+-------------+-----------------+-----------------------+-----+
 *     | header | CSRC (0-15) | extension (0-1) |      ciphertext       | tag |
 *     +--------+-------------+-----------------+-----------------------+-----+
 *     |<----------- authenticated ------------>|<-- the RTP payload -->|
 */

/** Seals the RTP packets of one sender. One key, one sealer, ever. */
export class RtpSealer {
  readonly #ssrc: number;
  readonly #keys: SessionKeys;
  #last: number | undefined;

  /** `keys` stand in for what is derived from `key`: the RFC's vectors begin there. */
  constructor(key: SenderKey, keys: SessionKeys = rtpSessionKeys(key)) {
    this.#ssrc = key.ssrc;
    this.#keys = keys;
  }

  /**
   * `packet` is one whole RTP packet, left as it is; the result is fresh and 16 bytes longer. Sequence numbers only
   * go up; gaps are fine. They should begin below 2^15, because a receiver takes the first that it sees for one of
   * the first turn. Throws when they don't go up, on a foreign SSRC, and when the 2^48 packets of a key are used up.
   */
  seal(packet: Uint8Array): Uint8Array {
    const header = readHeader(packet);
    if (header?.ssrc !== this.#ssrc) throw new TypeError('not an RTP packet of this sender');
    this.#last = sentIndex(this.#last, header.sequenceNumber);
    const associated = packet.subarray(0, header.length);
    const payload = packet.subarray(header.length);
    const sealing = { ssrc: header.ssrc, index: this.#last, associated };
    return joinBytes(associated, encrypt(this.#keys, sealing, payload));
  }
}

/** Opens what an `RtpSealer` with the same key has sealed. */
export class RtpOpener {
  readonly #ssrc: number;
  readonly #keys: SessionKeys;
  readonly #window = new ReplayWindow();

  constructor(key: SenderKey, keys: SessionKeys = rtpSessionKeys(key)) {
    this.#ssrc = key.ssrc;
    this.#keys = keys;
  }

  /** The RTP packet, fresh, or the reason why it is dropped. Only an authentic packet changes what is known. */
  open(sealed: Uint8Array): Uint8Array | Drop {
    if (sealed.length < FIXED_HEADER + TAG_LENGTH) return 'short';
    if (sealed.length > MAX_SEALED_LENGTH) return 'long';
    const header = readHeader(sealed.subarray(0, -TAG_LENGTH));
    if (!header) return 'malformed';
    if (header.ssrc !== this.#ssrc) return 'ssrc';
    const index = receivedIndex(this.#window.highest, header.sequenceNumber);
    if (index === undefined) return 'old';
    const refusal = this.#window.refusal(index);
    if (refusal) return refusal;
    const associated = sealed.subarray(0, header.length);
    const sealing = { ssrc: header.ssrc, index, associated };
    const payload = decrypt(this.#keys, sealing, sealed.subarray(header.length));
    if (!payload) return 'forged';
    this.#window.accept(index);
    return joinBytes(associated, payload);
  }
}

const FIXED_HEADER = 12;

interface Header {
  sequenceNumber: number;
  ssrc: number;
  /** With CSRCs and extension, in bytes. */
  length: number;
}

/**
 * What sealing needs of the RTP header (RFC 3550, 5.1 and 5.3.1). Undefined when the bytes don't hold one whole.
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +---+-+-+-------+-+-------------+-------------------------------+
 *     |V=2|P|X|  CC   |M|     PT      |        sequence number        |
 *     +---+-+-+-------+-+-------------+-------------------------------+
 *     |                           timestamp                           |
 *     |                             SSRC                              |
 *     |                       CSRC, CC times ...                      |
 *     +-------------------------------+-------------------------------+
 *     |       profile, if X is 1      | length of extension, in words |
 *     |                         extension ...                         |
 */
function readHeader(packet: Uint8Array): Header | undefined {
  if (packet.length < FIXED_HEADER || packet[0]! >>> 6 !== 2) return undefined;
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  let length = FIXED_HEADER + 4 * (packet[0]! & 0x0f);
  if (packet[0]! & 0x10) {
    if (packet.length < length + 4) return undefined;
    length += 4 + 4 * view.getUint16(length + 2);
  }
  if (packet.length < length) return undefined;
  return { sequenceNumber: view.getUint16(2), ssrc: view.getUint32(8), length };
}
