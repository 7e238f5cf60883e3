import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ExitCode } from '../../src/base/errors.ts';
import { findLoudspeaker, findMicrophone, loudspeakersFor, openSound } from '../../src/cli/sound.ts';

const usual = { audio: true, loop: false, ffmpeg: '/nonexistent' };

/** An empty folder, and the only one on PATH: a machine on which no program is installed. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vtalk-sound-'));
  vi.stubEnv('PATH', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('a microphone', () => {
  test('may be a tone', async () => {
    const { microphone } = await findMicrophone({ ...usual, mic: 'tone' });
    expect(microphone?.label).toBe('tone');
  });

  test.each([{ mic: 'none' }, { audio: false }, { audio: false, mic: 'tone' }])(
    'is not wanted with %j, and none is missing',
    async (options) => {
      expect(await findMicrophone({ ...usual, ...options })).toEqual({
        microphone: undefined,
        microphoneMissing: undefined,
      });
    },
  );

  test.skipIf(process.platform === 'win32')('that is not there is told, and the call goes on', async () => {
    expect(await findMicrophone(usual)).toEqual({
      microphone: undefined,
      microphoneMissing: 'no program that records sound is installed',
    });
  });

  test.each(['default', 'webcam', 'none.wav'])('that the user named must be there: %s', async (mic) => {
    await expect(findMicrophone({ ...usual, mic })).rejects.toMatchObject({
      exitCode: mic === 'none.wav' ? ExitCode.usage : ExitCode.missing,
      hint: expect.any(String),
    });
  });
});

describe('a loudspeaker', () => {
  test('may be a file', async () => {
    const { loudspeaker } = await findLoudspeaker({ ...usual, speaker: join(folder, 'call.WAV') });
    expect(loudspeaker?.label).toBe('call.WAV');
    expect(readdirSync(folder)).toEqual(['call.WAV']);
  });

  test('that is a file keeps what was heard when it is chosen again', async () => {
    const speaker = join(folder, 'call.wav');
    const loudspeakers = loudspeakersFor({ ...usual, speaker });
    const first = await loudspeakers.choose(speaker);
    writeFileSync(speaker, 'what was heard');
    expect(await loudspeakers.choose(speaker)).toBe(first);
    expect(readFileSync(speaker, 'utf8')).toBe('what was heard');
  });

  test.each([{ speaker: 'none' }, { audio: false, speaker: 'x.wav' }])(
    'is not wanted with %j',
    async (options) => {
      expect(await findLoudspeaker({ ...usual, ...options })).toEqual({
        loudspeaker: undefined,
        loudspeakerMissing: undefined,
      });
    },
  );
});

test('a file is not overwritten while it is played', async () => {
  const [file, sameFile] = [`${folder}/talk.wav`, `${folder}/./talk.wav`];
  writeFileSync(file, 'what was said');
  const options = { ...usual, mic: file, speaker: sameFile, muted: false, headphones: false };
  await expect(openSound(options)).rejects.toMatchObject({ exitCode: ExitCode.usage });
  expect(readFileSync(file, 'utf8')).toBe('what was said');
});
