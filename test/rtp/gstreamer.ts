import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';

const TIMEOUT_MS = 50_000;

const runs = (tool: string, option: string): boolean => spawnSync(tool, [option]).status === 0;
/** Where everything must be tested they may not be. */
export const toolsMissing =
  !(runs('gst-launch-1.0', '--version') && runs('ffmpeg', '-version')) && !process.env['CI'];

/** Everything that a program writes to its stdout when `input` is all of its stdin. */
export function output(
  command: string,
  options: readonly string[],
  input: Uint8Array = new Uint8Array(0),
): Buffer {
  const { status, stdout, stderr } = spawnSync(command, options, {
    input,
    timeout: TIMEOUT_MS,
    maxBuffer: 1 << 28,
  });
  expect(stderr.toString()).toBe('');
  expect(status).toBe(0);
  return stdout;
}

/** Packets in a stream of bytes, each after its length in 16 bits (RFC 4571). */
export function framed(packets: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    packets.flatMap((packet) => [Uint8Array.of(packet.length >> 8, packet.length), packet]),
  );
}

export function unframed(bytes: Buffer): Uint8Array[] {
  const packets: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 2 + bytes.readUInt16BE(at)) {
    packets.push(bytes.subarray(at + 2, at + 2 + bytes.readUInt16BE(at)));
  }
  return packets;
}

export const gst = (pipeline: string, input?: Uint8Array): Buffer =>
  output('gst-launch-1.0', ['-q', ...pipeline.split(' ')], input);
