import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { signal } from './processes.ts';
import { Sandbox } from './sandbox.ts';
import { untilStats } from './stats-file.ts';
import { Window } from './window.ts';

const ESC = '\x1b';

let sandbox: Sandbox;
let window: Window;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(async () => {
  await window.close();
  sandbox.close();
});

/** Select Graphic Rendition with a colour in it (ECMA-48, 8.3.117). */
const COLORS = new RegExp(`${ESC}\\[(?:[\\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\\d;]*)?m`);

async function quit(): Promise<void> {
  window.type('q');
  expect(await window.ended()).toBe(0);
}

/** What a program wrote while the alternate screen was not there. */
function besideTheScreen(output: string): { before: string; after: string } {
  const [before = '', rest = ''] = output.split(`${ESC}[?1049h`);
  const after = rest.split(`${ESC}[?1049l`)[1] ?? '';
  return { before, after: after.replace(/ENDED[\s\S]*/, '') };
}

test.each([
  [60, 18],
  [80, 24],
  [160, 45],
  [300, 80],
])('at %i x %i there is room for picture, chat, stats and status', async (columns, rows) => {
  window = Window.vtalk(sandbox, ['demo'], { columns, rows });
  await window.sees('demo with ben');
  await window.seesPicture((columns * rows) / 5);
  await window.sees('hi! i am ben');
  await window.sees(/fps +[1-9]/);
  expect(window.mainScreen).toBe('');
  await quit();
  const { before, after } = besideTheScreen(window.output);
  expect(before).toBe('');
  expect(after).toMatch(/^\d\d:\d\d with ben, [^\n]*\n$/);
});

test.each([
  { columns: 160, rows: 45, minute: true },
  { columns: 80, rows: 24, minute: false },
])(
  'at $columns x $rows the status line has a word for the call; the last minute is shown: $minute',
  async ({ columns, rows, minute }) => {
    window = Window.vtalk(sandbox, ['demo'], { columns, rows });
    await window.sees(/demo with ben.* · (good|fair|poor|frozen) /);
    await window.sees(/kbit\/s +[1-9]/);
    if (minute) await window.sees(/fps +[▁-▇]+ +\d+/);
    expect(window.text.includes('last minute')).toBe(minute);
    await quit();
  },
);

test('at 20 x 5 it says that it is too small, and goes on when there is room', async () => {
  window = Window.vtalk(sandbox, ['demo'], { columns: 20, rows: 5 });
  await window.sees('20x5, needs 24x6');
  window.resize(24, 6);
  await window.sees('demo with ben');
  await window.seesPicture(60);
  await quit();
});

test('fifty sudden sizes leave a whole screen', async () => {
  window = Window.vtalk(sandbox, ['demo'], { columns: 80, rows: 24 });
  await window.sees('demo with ben');
  for (let turn = 1; turn <= 50; turn++) {
    window.resize(20 + ((turn * 67) % 200), 5 + ((turn * 31) % 60));
    const written = window.output.length;
    await window.until('a reaction', () => window.output.length > written);
  }
  window.resize(120, 40);
  // What is seen may still be one of the fifty, or half of this one.
  await window.until('one whole screen', () => {
    const rows = window.text.split('\n');
    const lines = rows.filter((row) => row.includes('demo with ben'));
    return (
      rows.length === 40 && lines.length === 1 && lines[0]?.includes('? help') && window.pictureCells > 300
    );
  });
  await quit();
});

test.each([
  { what: 'NO_COLOR', env: { NO_COLOR: '1' } },
  { what: 'TERM=dumb', env: { TERM: 'dumb' } },
])('with $what no colour is written, and the picture is drawn in characters', async ({ env }) => {
  window = Window.vtalk(sandbox, ['demo'], { env });
  await window.sees('demo with ben');
  await window.sees(/fps +[1-9]/);
  await quit();
  expect(window.output).not.toMatch(COLORS);
  expect(window.output).not.toContain('▀');
});

test('a reader that stops holds nobody up, and gets the newest picture when it goes on', async () => {
  const stats = sandbox.path('stats');
  window = Window.vtalk(sandbox, ['demo', '--stats', stats], { columns: 200, rows: 60 });
  await window.sees('demo with ben');
  await window.sees(/fps +[1-9]/);
  window.pause();
  const stuck = await untilStats(stats, 'a call without a screen', (lines) => {
    const [earlier, later] = lines.slice(-2);
    if (earlier?.tty.fps !== 0 || later?.tty.fps !== 0) return undefined;
    const { video, tty } = later;
    return video.sent.fps > 5 && video.received.kbps > 5 && tty.skipped > 5 && later;
  });
  window.resume();
  await untilStats(stats, 'new pictures again', (lines) =>
    lines.some(
      ({ t, video: { received } }) => t > stuck.t && received.fps > 5 && received.latencyMsP95 < 1000,
    ),
  );
  await quit();
});

test.each(['SIGHUP', 'SIGTERM'] as const)(
  'a reader that stops keeps nobody from ending by %s',
  async (name) => {
    const stats = sandbox.path('stats');
    window = Window.vtalk(sandbox, ['demo', '--stats', stats], { columns: 200, rows: 60 });
    await window.sees('demo with ben');
    window.pause();
    await untilStats(
      stats,
      'a second without a screen',
      (lines) => lines.at(-1)?.tty.fps === 0 && lines.length > 2,
    );
    const vtalk = sandbox.processes().filter(({ command }) => command.includes('main.js demo'));
    for (const { pid } of vtalk) signal(pid, name);
    const left = (): boolean => sandbox.processes().some(({ pid }) => vtalk.some((each) => each.pid === pid));
    await vi.waitUntil(() => !left(), { timeout: 60_000, interval: 200 });
  },
);

test('a terminal that tells when keys are let go is asked to, and has its keys back afterwards', async () => {
  window = Window.vtalk(sandbox, ['demo', '--mic', 'tone', '--speaker', 'none', '--muted']);
  // Before the call there is nobody to be heard by.
  await window.sees('hi! i am ben');
  await window.sees('muted');
  // The emulator doesn't speak of it, so we answer for it: as kitty does, some time later.
  window.type(`${ESC}[?0u`);
  await window.until('the request', () => window.output.includes(`${ESC}[>31u`));
  window.type(`${ESC}[32;;32u`);
  await window.sees('heard while you hold space');
  window.type(`${ESC}[32;1:3u`);
  await window.sees(/ muted .*/);
  await window.until('silence', () => !window.text.includes('hold space'));
  window.type(`${ESC}[113;;113u`);
  expect(await window.ended()).toBe(0);
  expect(window.output.indexOf(`${ESC}[<u`, window.output.lastIndexOf(`${ESC}[>31u`))).toBeGreaterThan(0);
});
