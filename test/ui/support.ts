import { textOf } from '../../src/base/grid.ts';
import type { Grid, Rect } from '../../src/base/grid.ts';
import type { Key } from '../../src/base/terminal.ts';
import type { CallState, ChatLine, Chrome, Course, Trends } from '../../src/call/state.ts';
import { Ui } from '../../src/ui/ui.ts';
import type { UiOptions } from '../../src/ui/ui.ts';

/** The text of a grid, without blanks at the ends of its rows. */
export const printGrid = (grid: Grid): string =>
  Array.from({ length: grid.rows }, (_, row) => printRow(grid, row)).join('\n');

export const printRow = (grid: Grid, row: number): string =>
  Array.from(grid.glyph.subarray(row * grid.columns, (row + 1) * grid.columns), textOf)
    .join('')
    .trimEnd();

const printRect = (rect: Rect | undefined): string =>
  rect ? `${rect.columns}x${rect.rows} at ${rect.column},${rect.row}` : 'none';

export const printChrome = ({ grid, peer, self, overlays, cursor }: Chrome): string =>
  [
    printGrid(grid),
    `peer ${printRect(peer)}; self ${printRect(self)}; overlays ${overlays.map(printRect).join(', ') || 'none'}; ` +
      `cursor ${cursor ? `${cursor.column},${cursor.row}` : 'none'}`,
  ].join('\n');

/** 12:00 and so many minutes, wherever the test runs. */
export const noon = (minutes = 0): number => new Date(2026, 0, 2, 12, minutes).getTime();

export const said = (text: string, more: Partial<ChatLine> = {}): ChatLine => ({
  from: 'peer',
  name: 'ana',
  text,
  at: noon(),
  delivered: true,
  ...more,
});

const chat: ChatLine[] = [
  said('connected over udp', { from: 'vtalk', name: 'vtalk' }),
  said('hello, can you see me? The light is bad today 👩‍👩‍👧 日本語', { at: noon(4) }),
  said('yes!\nvery well', { from: 'me', name: 'bo', at: noon(5) }),
  said('one moment', { from: 'me', name: 'bo', at: noon(6), delivered: false }),
];

/** A minute with waves, in the middle of which nothing came for five seconds. */
const course = (mean: number, swing: number, hole: number | undefined): Course =>
  Array.from({ length: 60 }, (_, second) =>
    second >= 30 && second < 35 ? hole : mean + swing * Math.sin(second / 5),
  );

const lastMinute: Trends = {
  seconds: 120,
  kbpsIn: course(140, 40, 0),
  kbpsOut: course(160, 20, 160),
  fps: course(27, 3, 0),
  latencyMs: course(60, 30, undefined),
  rttMs: course(20, 15, 20),
};

const base: CallState = {
  phase: 'connected',
  kind: 'call',
  me: 'bo',
  peer: { name: 'ana', trust: 'known' },
  transport: 'udp',
  encryption: 'aes-128-gcm',
  microphone: { id: 'mic', label: 'Built-in Audio', on: true, open: true, trouble: undefined, level: 3 },
  loudspeaker: { id: 'box', label: 'Built-in Audio', level: 4, volumePct: 100 },
  camera: { id: 'test', label: 'test card', on: true, open: true, trouble: undefined },
  devices: undefined,
  peerCamera: { on: true, trouble: undefined },
  peerMicrophone: { on: true, trouble: undefined },
  words: undefined,
  invitation: undefined,
  chat,
  notice: undefined,
  troubles: [],
  stats: {
    t: 12,
    state: 'connected',
    transport: 'udp',
    peer: 'ana',
    rttMs: 0.4,
    lossPct: 0,
    jitterMs: 0.2,
    video: {
      sent: { fps: 30, kbps: 164, width: 160, height: 90, keyFrames: 1, skipped: 2 },
      received: {
        fps: 29.7,
        shown: 360,
        late: 1,
        lost: 3,
        kbps: 158,
        width: 320,
        height: 180,
        latencyMsP50: 9,
        latencyMsP95: 14,
      },
    },
    audio: {
      sent: { kbps: 26, level: -21 },
      received: { kbps: 25, concealedPct: 0.3, delayMs: 85, loudspeakerMs: 40, level: -18 },
    },
    tty: { fps: 30, kBps: 310, skipped: 4, rttMs: 2, region: '118x38', renderer: 'half' },
    dropped: { replay: 2, tag: 5 },
    cpuPct: 9,
    rssMb: 120,
  },
  trends: lastMinute,
  grade: 'good',
  seconds: 125,
};

export const callState = (more: Partial<CallState> = {}): CallState => ({ ...base, ...more });

const INVITATION = `vtalk://192.0.2.7:7373/#${'Ab3'.repeat(14)}x`;

/** A state for each face that the screen has. */
export const faces: Record<string, CallState> = {
  listening: callState({
    phase: 'listening',
    kind: 'listen',
    peer: undefined,
    encryption: undefined,
    invitation: INVITATION,
    chat: [],
  }),
  calling: callState({ phase: 'calling', chat: [] }),
  'ringing there': callState({ phase: 'ringing', chat: [] }),
  'ringing here': callState({
    phase: 'ringing',
    kind: 'listen',
    peer: { name: 'ana', trust: 'first contact' },
    chat: [],
  }),
  connected: callState({ troubles: ['no picture from ana for 2 s', 'slow terminal'] }),
  mirror: callState({ kind: 'mirror', peer: undefined, encryption: undefined, transport: 'memory' }),
  demo: callState({ kind: 'demo' }),
};

export const makeUi = (options: Partial<UiOptions> = {}): Ui =>
  new Ui({ layout: 'auto', colorDepth: '256', asciiOnly: false, ...options });

/** A key that types nothing, such as 'tab'. */
export const press = (name: string, more: Partial<Key> = {}): Key => ({
  name,
  ctrl: false,
  alt: false,
  text: '',
  ...more,
});

/** A key that types a character. */
export const letter = (text: string): Key => press(text, { text });

export const paste = (text: string): Key => press('paste', { text });

export const ctrl = (name: string): Key => press(name, { ctrl: true });
