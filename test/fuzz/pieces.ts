import { frame } from '../../src/net/framing.ts';

/** 2025-01-31, in the evening. */
export const NOW = 1_738_346_400_000;
/** Between one piece and the next. */
export const CHUNK_MS = 20;

export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
export const textIn = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
export const texts = (...samples: string[]): Uint8Array[] =>
  samples.map((text) => new TextEncoder().encode(text));

/** Some readers take more than one piece: a case for them holds each behind its length of 16 bits. */
export const pieces = (...parts: Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((each) => frame(2, each))));

export function piecesIn(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 2 <= bytes.length;) {
    const end = at + 2 + view.getUint16(at);
    parts.push(bytes.slice(at + 2, end));
    at = end;
  }
  return parts;
}
