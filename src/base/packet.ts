import type { Ms } from './clock.ts';

/** Frame marking for streams without layers (RFC 9626, 3.2): readable by a forwarder that can't decrypt. */
export interface FrameMark {
  start: boolean;
  end: boolean;
  /** Decodable without earlier frames: a key frame. */
  independent: boolean;
}

/** One RTP packet (RFC 3550, 5.1) before it is sealed, or after it was opened. */
export interface RtpPacket {
  /** 0-127. */
  payloadType: number;
  marker: boolean;
  /** 0-65535. */
  sequenceNumber: number;
  /** 32 bits, in units of the payload's clock rate. */
  timestamp: number;
  ssrc: number;
  frameMark: FrameMark | undefined;
  /** abs-capture-time, as milliseconds since 1970 by the sender's clock; carried by a frame's first packet. */
  capturedAt: Ms | undefined;
  payload: Uint8Array;
}

/** What encrypts one stream of one sender (RFC 7714, AEAD_AES_128_GCM). Never used again after the stream ends. */
export interface SenderKey {
  ssrc: number;
  /** SRTP master key, 16 bytes. */
  key: Uint8Array;
  /** SRTP master salt, 12 bytes. */
  salt: Uint8Array;
}

/** Who this installation is: an Ed25519 key (PKCS #8) and its self-signed certificate, both PEM. */
export interface Identity {
  privateKeyPem: string;
  certificatePem: string;
  /** SHA-256 of the public key (SPKI DER), 32 bytes. */
  fingerprint: Uint8Array;
}
