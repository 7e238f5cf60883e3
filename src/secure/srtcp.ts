import type { SenderKey } from '../base/packet.ts';
import { decrypt, encrypt, TAG_LENGTH } from './aead.ts';
import type { SessionKeys } from './aead.ts';
import { MAX_SEALED_LENGTH } from './drop.ts';
import type { Drop } from './drop.ts';
import { joinBytes } from './join-bytes.ts';
import { rtcpSessionKeys } from './key-derivation.ts';
import { ReplayWindow } from './replay-window.ts';

/*
 * SRTCP with AEAD_AES_128_GCM (RFC 7714, 9); E is always 1, all is encrypted:
 *
 *      0                8                                    20 octets more
 *     +--------+-------+----------------------------+-----+-+--------------+
 *     | header | SSRC  |         ciphertext         | tag |E| SRTCP index  |
 *     +--------+-------+----------------------------+-----+-+--------------+
 *     | authenticated  |<-- the rest, compounds --->|     | authenticated  |
 */
const CLEAR = 8;
const INDEX_WORD = 4;
const ENCRYPTED = 0x80000000;
const END_OF_KEY = 2 ** 31;

/** Seals the RTCP packets of one sender. One key, one sealer, ever. */
export class RtcpSealer {
  readonly #ssrc: number;
  readonly #keys: SessionKeys;
  #next = 0;

  /** `keys` stand in for what is derived from `key`: the RFC's vectors begin there. */
  constructor(key: SenderKey, keys: SessionKeys = rtcpSessionKeys(key)) {
    this.#ssrc = key.ssrc;
    this.#keys = keys;
  }

  /**
   * `packet` is a whole RTCP compound, left as it is; the result is fresh and 20 bytes longer. Throws when its first
   * packet has a foreign sender SSRC, and when the 2^31 packets of a key are used up.
   */
  seal(packet: Uint8Array): Uint8Array {
    if (packet.length < CLEAR || senderSsrc(packet) !== this.#ssrc) {
      throw new TypeError('not an RTCP packet of this sender');
    }
    if (this.#next === END_OF_KEY) throw new RangeError('the key has sealed all the packets that it may');
    const index = this.#next++;
    const word = indexWord(index);
    const header = packet.subarray(0, CLEAR);
    const sealing = { ssrc: this.#ssrc, index, associated: joinBytes(header, word) };
    return joinBytes(header, encrypt(this.#keys, sealing, packet.subarray(CLEAR)), word);
  }
}

/** Opens what an `RtcpSealer` with the same key has sealed. */
export class RtcpOpener {
  readonly #ssrc: number;
  readonly #keys: SessionKeys;
  readonly #window = new ReplayWindow();

  constructor(key: SenderKey, keys: SessionKeys = rtcpSessionKeys(key)) {
    this.#ssrc = key.ssrc;
    this.#keys = keys;
  }

  /** The RTCP compound, fresh, or the reason why it is dropped. Only an authentic packet changes what is known. */
  open(sealed: Uint8Array): Uint8Array | Drop {
    if (sealed.length < CLEAR + TAG_LENGTH + INDEX_WORD) return 'short';
    if (sealed.length > MAX_SEALED_LENGTH) return 'long';
    const word = sealed.subarray(-INDEX_WORD);
    if (sealed[0]! >>> 6 !== 2 || !(word[0]! & 0x80)) return 'malformed';
    if (senderSsrc(sealed) !== this.#ssrc) return 'ssrc';
    const index = indexOf(word);
    const refusal = this.#window.refusal(index);
    if (refusal) return refusal;
    const header = sealed.subarray(0, CLEAR);
    const sealing = { ssrc: this.#ssrc, index, associated: joinBytes(header, word) };
    const rest = decrypt(this.#keys, sealing, sealed.subarray(CLEAR, -INDEX_WORD));
    if (!rest) return 'forged';
    this.#window.accept(index);
    return joinBytes(header, rest);
  }
}

/** The sender's SSRC stands at the same place in every RTCP packet that may come first (RFC 3550, 6.4). */
const senderSsrc = (packet: Uint8Array): number =>
  new DataView(packet.buffer, packet.byteOffset, packet.byteLength).getUint32(4);

function indexWord(index: number): Uint8Array {
  const word = Buffer.alloc(INDEX_WORD);
  word.writeUInt32BE(ENCRYPTED + index);
  return word;
}

const indexOf = (word: Uint8Array): number =>
  new DataView(word.buffer, word.byteOffset, word.byteLength).getUint32(0) % ENCRYPTED;
