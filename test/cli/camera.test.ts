import { expect, test } from 'vitest';
import { camerasFor } from '../../src/cli/camera.ts';

const options = { video: true, loop: false, ffmpeg: '/nonexistent' };
const CARD = { id: 'test', kind: 'drawn', name: 'test card' };

test('the test card can be chosen on any machine', async () => {
  const cameras = camerasFor(options);
  expect((await cameras.list()).at(-1)).toEqual(CARD);
  expect(await cameras.choose('test')).toMatchObject({ id: 'test', label: 'test card' });
});

test('so can the file that --source names, under a name that can not steer the terminal', async () => {
  const source = '/films/a\x1b[2J.mp4';
  const list = await camerasFor({ ...options, source }).list();
  expect(list.slice(-2)).toEqual([{ id: source, kind: 'file', name: 'a.mp4' }, CARD]);
});

test.each(['camera', 'camera:0', 'screen', 'screen::7', 'test'])('%s is no file', async (source) => {
  const list = await camerasFor({ ...options, source }).list();
  expect(list.map(({ kind }) => kind)).not.toContain('file');
});

test('what is not there is refused when it is chosen', async () => {
  await expect(camerasFor(options).choose('/nonexistent.mp4')).rejects.toThrow('no such file');
});
