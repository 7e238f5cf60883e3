import type { Ms } from '../base/clock.ts';
import { readNtp, writeNtp } from './ntp.ts';

/** Asks the peer what time it is. */
export interface ClockPing {
  kind: 'clock ping';
  ssrc: number;
  /** By the clock of who asks. */
  sentAt: Ms;
}

/** The answer: with the time at which it arrives these make the four timestamps of NTP (RFC 5905, 8). */
export interface ClockPong {
  kind: 'clock pong';
  ssrc: number;
  /** As the ping says, by the clock of who asked. */
  sentAt: Ms;
  /** When the ping came in, by the clock of who answers. */
  receivedAt: Ms;
  /** When the pong went out, by the clock of who answers. */
  answeredAt: Ms;
}

/** Names of application-defined packets: four ASCII letters. */
const PING = 0x70696e67;
const PONG = 0x706f6e67;
const PING_LENGTH = 16;
const PONG_LENGTH = 32;

/**
 * The body of an application-defined packet (RFC 3550, 6.7).
 *
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                             SSRC                              |
 *     |                  name: "ping" or "pong" in ASCII              |
 *     |                  sent at, NTP time (64 bits)                  |
 *     |   pong only:     received at, NTP time (64 bits)              |
 *     |   pong only:     answered at, NTP time (64 bits)              |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
export function writeClock(packet: ClockPing | ClockPong): Uint8Array {
  const pong = packet.kind === 'clock pong';
  const bytes = new Uint8Array(pong ? PONG_LENGTH : PING_LENGTH);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, packet.ssrc);
  view.setUint32(4, pong ? PONG : PING);
  writeNtp(view, 8, packet.sentAt);
  if (pong) {
    writeNtp(view, 16, packet.receivedAt);
    writeNtp(view, 24, packet.answeredAt);
  }
  return bytes;
}

/** 'unknown' is what another application has defined; undefined when the body is too short for what it says it is. */
export function readClock(view: DataView): ClockPing | ClockPong | 'unknown' | undefined {
  if (view.byteLength < 8) return undefined;
  const ssrc = view.getUint32(0);
  const name = view.getUint32(4);
  if (name !== PING && name !== PONG) return 'unknown';
  if (view.byteLength < (name === PING ? PING_LENGTH : PONG_LENGTH)) return undefined;
  const sentAt = readNtp(view, 8);
  if (name === PING) return { kind: 'clock ping', ssrc, sentAt };
  return { kind: 'clock pong', ssrc, sentAt, receivedAt: readNtp(view, 16), answeredAt: readNtp(view, 24) };
}
