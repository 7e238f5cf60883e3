import { expect, test } from 'vitest';
import type { VoiceCodec, VoiceDecoder, VoiceEncoder } from '../../src/base/audio.ts';
import { rehearse } from '../../src/cli/rehearsal.ts';

test('a voice is coded and decoded once, and nothing is left open', async () => {
  const calls: string[] = [];
  const did = <Result>(what: string, result: Result): Result => {
    calls.push(what);
    return result;
  };
  const encoder: VoiceEncoder = {
    encode: () => did('encode', new Uint8Array(60)),
    configure: () => {},
    close: () => did('close encoder', undefined),
  };
  const decoder: VoiceDecoder = {
    decode: () => did('decode', new Int16Array(960)),
    recover: () => did('recover', undefined),
    conceal: () => did('conceal', new Int16Array(960)),
    close: () => did('close decoder', undefined),
  };
  const codec: VoiceCodec = {
    name: 'fake',
    openEncoder: () => Promise.resolve(encoder),
    openDecoder: () => Promise.resolve(decoder),
  };
  await rehearse(codec);
  expect(calls.slice(0, 3)).toEqual(['encode', 'decode', 'conceal']);
  expect(calls.slice(-2)).toEqual(['close encoder', 'close decoder']);
});

const broken = (): Promise<never> => Promise.reject(new Error('no WebAssembly'));

test('what does not work is not told before it is needed', async () => {
  await rehearse({ name: 'broken', openEncoder: broken, openDecoder: broken });
  await rehearse(undefined);
});
