import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openCodec } from './built.ts';

const choose = new URL('../../dist/codec/choose.js', import.meta.url).href;

/** Feeds good and bad bytes to an engine, closes it, and must then end by itself. */
const child = (engine: string): string => `
  import { openCodec } from ${JSON.stringify(choose)};
  const codec = await openCodec('${engine}');
  const encoder = codec.openEncoder();
  const decoder = codec.openDecoder();
  const frame = { data: new Uint8Array(64 * 48 * 1.5).fill(90), width: 64, height: 48, capturedAt: 0 };
  for (let index = 0; index < 40; index++) {
    const coded = await encoder.encode({ frame, keyFrame: index % 5 === 0, fps: 30, bitrateBps: 100000 });
    coded.data[index % coded.data.length] ^= index;
    await decoder.decode(coded).catch(() => undefined);
    await decoder.decode({ ...coded, data: coded.data.subarray(0, index) }).catch(() => undefined);
  }
  await encoder.encode({ frame, keyFrame: false, fps: 30, bitrateBps: -1 }).catch(() => undefined);
  await codec.close();
`;

const native = await openCodec('native').catch(() => undefined);
await native?.close();

const nativeMissing = !native && !process.env['CI'];

async function expectSilence(engine: string): Promise<void> {
  const ended = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', child(engine)], {
    timeout: 50_000,
  });
  await expect(ended).resolves.toEqual({ stdout: '', stderr: '' });
}

describe('the terminal', () => {
  it('sees nothing of the wasm engine, which ends when closed', () => expectSilence('wasm'));

  it.skipIf(nativeMissing)(
    'sees nothing of the native engine (node-av must be installed), which ends when closed',
    () => expectSilence('native'),
  );
});
