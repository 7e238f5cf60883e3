import type { Ms } from '../base/clock.ts';
import { readNtp, writeNtp } from './ntp.ts';

/** How one source was received (RFC 3550, 6.4.1). */
export interface ReportBlock {
  /** The source that is reported on. */
  ssrc: number;
  /** Of the packets expected since the report before, in 1/256. */
  fractionLost: number;
  /** In all, 24 bits with a sign: duplicates make it negative. */
  cumulativeLost: number;
  /** 32 bits: how often the sequence number wrapped, then its highest value. */
  highestSequence: number;
  /** Interarrival jitter in units of the payload's clock rate. */
  jitter: number;
  /** Middle 32 bits of the NTP time in the last sender report of the source; 0 before there was one. */
  lastSenderReport: number;
  /** Since that report came in, in 1/65536 s. */
  delaySinceLastSenderReport: number;
}

export interface SenderReport {
  kind: 'sender report';
  ssrc: number;
  /** By the sender's clock. */
  sentAt: Ms;
  /** The same moment as an RTP timestamp of the stream. */
  timestamp: number;
  packetCount: number;
  /** Payload bytes. */
  octetCount: number;
  /** At most 31. */
  reports: readonly ReportBlock[];
}

export interface ReceiverReport {
  kind: 'receiver report';
  /** Who reports. */
  ssrc: number;
  /** At most 31. */
  reports: readonly ReportBlock[];
}

const SENDER_INFO_LENGTH = 24;
const BLOCK_LENGTH = 24;

/**
 * The body of a sender report, which follows the common header (RFC 3550, 6.4.1).
 *
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                        SSRC of sender                         |
 *     |                  NTP time, seconds, then fraction             |
 *     |                         RTP timestamp                         |
 *     |                  packets sent, then octets sent               |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                       report blocks ...                       |
 */
export function writeSenderReport(report: SenderReport): Uint8Array {
  const bytes = new Uint8Array(SENDER_INFO_LENGTH + report.reports.length * BLOCK_LENGTH);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, report.ssrc);
  writeNtp(view, 4, report.sentAt);
  view.setUint32(12, report.timestamp);
  view.setUint32(16, report.packetCount);
  view.setUint32(20, report.octetCount);
  writeBlocks(view, SENDER_INFO_LENGTH, report.reports);
  return bytes;
}

/** `count` is the number of blocks that the common header tells. Undefined when the body is too short for them. */
export function readSenderReport(view: DataView, count: number): SenderReport | undefined {
  if (view.byteLength < SENDER_INFO_LENGTH + count * BLOCK_LENGTH) return undefined;
  return {
    kind: 'sender report',
    ssrc: view.getUint32(0),
    sentAt: readNtp(view, 4),
    timestamp: view.getUint32(12),
    packetCount: view.getUint32(16),
    octetCount: view.getUint32(20),
    reports: readBlocks(view, SENDER_INFO_LENGTH, count),
  };
}

/** The body of a receiver report: the SSRC of who reports, then report blocks (RFC 3550, 6.4.2). */
export function writeReceiverReport(report: ReceiverReport): Uint8Array {
  const bytes = new Uint8Array(4 + report.reports.length * BLOCK_LENGTH);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, report.ssrc);
  writeBlocks(view, 4, report.reports);
  return bytes;
}

/** Undefined when the body is too short for `count` blocks. */
export function readReceiverReport(view: DataView, count: number): ReceiverReport | undefined {
  if (view.byteLength < 4 + count * BLOCK_LENGTH) return undefined;
  return { kind: 'receiver report', ssrc: view.getUint32(0), reports: readBlocks(view, 4, count) };
}

/*
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                        SSRC of source                         |
 *     | fraction lost |        cumulative packets lost (signed)       |
 *     |               extended highest sequence number                |
 *     |                            jitter                             |
 *     |              last sender report, then delay since             |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
function writeBlocks(view: DataView, start: number, blocks: readonly ReportBlock[]): void {
  for (const [index, block] of blocks.entries()) {
    const at = start + index * BLOCK_LENGTH;
    view.setUint32(at, block.ssrc);
    view.setUint32(at + 4, (block.fractionLost << 24) | (block.cumulativeLost & 0xffffff));
    view.setUint32(at + 8, block.highestSequence);
    view.setUint32(at + 12, block.jitter);
    view.setUint32(at + 16, block.lastSenderReport);
    view.setUint32(at + 20, block.delaySinceLastSenderReport);
  }
}

function readBlocks(view: DataView, start: number, count: number): ReportBlock[] {
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * BLOCK_LENGTH;
    return {
      ssrc: view.getUint32(at),
      fractionLost: view.getUint8(at + 4),
      // Shifted up and down again, so that bit 23 becomes the sign.
      cumulativeLost: (view.getInt32(at + 4) << 8) >> 8,
      highestSequence: view.getUint32(at + 8),
      jitter: view.getUint32(at + 12),
      lastSenderReport: view.getUint32(at + 16),
      delaySinceLastSenderReport: view.getUint32(at + 20),
    };
  });
}
