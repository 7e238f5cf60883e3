import type { CallEvent } from '../../src/call/events.ts';
import type { Stats } from '../../src/call/state.ts';

/** How the media of a call travel. */
export type Way = 'udp' | 'tcp' | 'mux';

/** What each of two did, and left behind. */
export interface Outcome<Trace> {
  way: Way;
  host: Trace;
  caller: Trace;
}

/** A flag: what both commands are given, where they have it, and whether it did its work. */
export interface Row<Trace> {
  host?: readonly string[];
  caller?: readonly string[];
  works: (outcome: Outcome<Trace>) => boolean;
}

export type Rows<Trace> = Record<string, Row<Trace>>;

/** Someone without a screen. */
export interface Unseen {
  events: readonly CallEvent[];
  stats: Stats;
  /** Of what was heard, second by second, in dBFS. */
  loudest: number;
  /** What --log has written. */
  log: string;
  /** Datagrams that came to the port of --dump-rtp. */
  copied: number;
  /** What came to the port of --audio-port, if nobody else listens there. */
  soundKnocks: number;
  /** The ffmpeg that --ffmpeg names was run. */
  usedFfmpeg: boolean;
}

/** The same, of someone who does without most of it. */
export type Blind = Pick<Unseen, 'events' | 'stats'>;

/** Someone with a screen of 120x40 cells. */
export interface Seen {
  /** The rows of the screen in the call. */
  text: string;
  /** Cells that show pictures. */
  pictureCells: number;
  /** Written to the terminal in the last second. */
  kBps: number;
  /** All that was written to the terminal. */
  output: string;
}

/** What stands in the arguments. */
export interface Ground {
  path: (name: string) => string;
  way: Way;
  film: string;
  /** Where the host listens. */
  port: number;
  invitation: string;
  /** Of the sound, and of the plain copies. */
  ports: Record<'hostSound' | 'callerSound' | 'hostCopy' | 'callerCopy', number>;
}

/** A film that is half a second long has no more, at 12 a second. */
const FILM_FRAMES = 7;

const eventOf = <Name extends CallEvent['event']>(
  { events }: Pick<Unseen, 'events'>,
  name: Name,
): Extract<CallEvent, { event: Name }> | undefined =>
  events.find((event): event is Extract<CallEvent, { event: Name }> => event.event === name);

const both = <Trace>({ host, caller }: Outcome<Trace>, holds: (side: Trace) => boolean): boolean =>
  holds(host) && holds(caller);

const same = (...args: string[]): { host: string[]; caller: string[] } => ({ host: args, caller: args });
const each = (flag: string, [host, caller]: [string, string]): { host: string[]; caller: string[] } => ({
  host: [flag, host],
  caller: [flag, caller],
});

/** Two films, without a screen. */
export const filmRows = (ground: Ground): Rows<Unseen> => ({
  '--headless': { ...same('--headless'), works: (call) => both(call, ({ events }) => events.length > 1) },
  '--bind': {
    host: ['--bind', '127.0.0.1'],
    works: () => ground.invitation.startsWith(`vtalk://127.0.0.1:${ground.port}/`),
  },
  '--port': {
    ...each('--port', ['0', String(ground.port)]),
    works: ({ host }) => eventOf(host, 'listening')?.port === ground.port,
  },
  '--answer': {
    host: ['--answer', 'auto'],
    works: ({ host }) => eventOf(host, 'caller')?.answer === 'accept',
  },
  '--invitation-file': {
    host: ['--invitation-file', ground.path('invitation')],
    works: ({ host }) => eventOf(host, 'listening')?.invitation === ground.invitation,
  },
  '--source': {
    ...same('--source', ground.film),
    works: (call) => both(call, ({ stats }) => stats.video.received.shown > 0),
  },
  '--loop': {
    ...same('--loop'),
    works: (call) => both(call, ({ stats }) => stats.video.received.shown > FILM_FRAMES),
  },
  '--ffmpeg': {
    ...same('--ffmpeg', ground.path('ffmpeg')),
    works: (call) => both(call, ({ usedFfmpeg }) => usedFfmpeg),
  },
  '--fps': {
    ...same('--fps', '12'),
    works: (call) => both(call, ({ stats }) => stats.video.sent.fps <= 12.5),
  },
  // Without it these films take more than 40.
  '--max-bitrate': {
    ...same('--max-bitrate', '10k'),
    works: (call) => both(call, ({ stats }) => stats.video.sent.kbps < 30),
  },
  '--size': {
    ...each('--size', ['160x45', '120x40']),
    works: ({ host, caller }) =>
      host.stats.video.received.width === 160 && caller.stats.video.received.width === 120,
  },
  '--name': {
    ...each('--name', ['Ana Lima', 'Ben Moss']),
    works: ({ host, caller }) =>
      eventOf(host, 'connected')?.name === 'Ben Moss' && eventOf(caller, 'connected')?.name === 'Ana Lima',
  },
  '--stats': {
    ...each('--stats', [ground.path('ana.stats'), ground.path('ben.stats')]),
    works: (call) => both(call, ({ stats }) => stats.state === 'connected'),
  },
  '--log': {
    ...each('--log', [ground.path('ana.log'), ground.path('ben.log')]),
    works: (call) => both(call, ({ log }) => /^{"at":"20[^"]+Z","event":"connected"/m.test(log)),
  },
  '--dump-rtp': {
    ...each('--dump-rtp', [`127.0.0.1:${ground.ports.hostCopy}`, `127.0.0.1:${ground.ports.callerCopy}`]),
    works: (call) => both(call, ({ copied }) => copied > 0),
  },
  '--transport': {
    ...same('--transport', ground.way === 'tcp' ? 'tcp' : 'udp'),
    works: (call) => both(call, ({ stats }) => stats.transport === (ground.way === 'tcp' ? 'tcp' : 'udp')),
  },
  '--audio-port': {
    ...each('--audio-port', [String(ground.ports.hostSound), String(ground.ports.callerSound)]),
    works: ({ caller }) => caller.soundKnocks > 0 || ground.way === 'mux',
  },
  '--mic': {
    ...same('--mic', 'tone'),
    works: (call) => both(call, ({ stats }) => stats.audio.sent.level > -40 && stats.audio.sent.kbps > 10),
  },
  '--speaker': {
    ...each('--speaker', [ground.path('ana.wav'), ground.path('ben.wav')]),
    works: (call) => both(call, ({ loudest }) => loudest > -60),
  },
  // A tone meets no loudspeaker: what is tried is that it goes through as it is.
  '--headphones': {
    ...same('--headphones'),
    works: (call) => both(call, ({ loudest }) => loudest > -60),
  },
  ...(ground.way === 'mux' && {
    '--mux': { ...same('--mux'), works: ({ caller }: Outcome<Unseen>) => caller.soundKnocks === 0 },
  }),
});

const SEXTANT = /[\u{1fb00}-\u{1fb3b}]/u;
const RULES = /[─│·…]/;
/** Of the palette of xterm; the others count as 256. */
const colorsOf = ({ output }: Seen): number[] =>
  Array.from(output.matchAll(/48;(?:5;(\d+)|2)/g), ([, color = '256']) => Number(color));
const isGrey = (color: number): boolean => color >= 232 || [16, 59, 102, 145, 188, 231].includes(color);
const lineOf = (text: string, part: string): number =>
  text.split('\n').findIndex((line) => line.includes(part));

/** Two test cards, on screens. */
export const screenRows: Rows<Seen> = {
  '--no-input': { host: ['--no-input'], works: ({ host }) => host.text.includes('ben') },
  '--renderer': {
    ...each('--renderer', ['half', 'sextant']),
    works: ({ host, caller }) => host.text.includes('▀') && SEXTANT.test(caller.text),
  },
  '--muted': {
    ...same('--mic', 'tone', '--muted'),
    works: (call) => both(call, ({ text }) => text.includes(' muted ')),
  },
  '--ascii-only': { ...same('--ascii-only'), works: (call) => both(call, ({ text }) => !RULES.test(text)) },
  '--color': {
    ...same('--color', '256'),
    works: (call) => both(call, (side) => colorsOf(side).every((color) => color < 256)),
  },
  '--look': { ...same('--look', 'grey'), works: ({ caller }) => colorsOf(caller).every(isGrey) },
  // The whole of a picture would leave bars: 67x19 and 59x17 cells.
  '--fit': {
    ...same('--fit', 'cover'),
    works: ({ host, caller }) => host.pictureCells === 70 * 19 && caller.pictureCells >= 59 * 27,
  },
  '--max-tty-rate': {
    ...same('--max-tty-rate', '15k'),
    works: (call) => both(call, ({ kBps }) => kBps < 20),
  },
  '--no-sync': {
    ...same('--no-sync'),
    works: (call) => both(call, ({ output }) => !output.includes('?2026h')),
  },
  '--layout': {
    ...each('--layout', ['full', 'side']),
    works: ({ host, caller }) =>
      !host.text.includes(' stats ') && lineOf(caller.text, ' stats ') < caller.text.split('\n').length / 2,
  },
  '--size': {
    ...each('--size', ['70x20', '90x28']),
    works: ({ host, caller }) =>
      lineOf(host.text, ' end-to-end ') === 19 && lineOf(caller.text, ' end-to-end ') === 27,
  },
};

/** Nobody is seen, and the time is up soon. */
export const blindRows: Rows<Blind> = {
  '--no-video': {
    host: ['--source', 'test', '--no-video'],
    works: ({ caller }) => caller.stats.video.received.shown === 0,
  },
  '--no-camera': {
    caller: ['--source', 'test', '--no-camera'],
    works: ({ host }) => host.stats.video.received.shown === 0,
  },
  '--no-audio': {
    ...same('--mic', 'tone', '--no-audio'),
    works: (call) => both(call, ({ stats }) => stats.audio.sent.level === -127),
  },
  '--duration': {
    host: ['--duration', '1'],
    works: ({ host }) => eventOf(host, 'ended')?.reason === 'the time was up',
  },
};

/** A call that is over before anybody is seen, or soon after: it doesn't depend on how pictures travel. */
export interface Ending {
  listen: string;
  call: string;
  exitCode: number;
  /** What the caller tells. */
  says: RegExp;
  /** By the address alone, not with the invitation. */
  uninvited?: true;
}

export const endings: readonly Ending[] = [
  { listen: '--answer never', call: '', exitCode: 3, says: /takes no calls/ },
  { listen: '--answer known', call: '', exitCode: 3, says: /invitation/ },
  {
    listen: '--answer auto --bind 0.0.0.0 --invitation-hours 0.00001',
    call: '',
    exitCode: 3,
    says: /expired/,
  },
  { listen: '--ring-timeout 0.3', call: '', exitCode: 3, says: /no answer/ },
  { listen: '', call: '--ring-timeout 0.3', exitCode: 3, says: /did not answer/ },
  { listen: '', call: '--no-input', exitCode: 3, says: /nobody can be asked/, uninvited: true },
  {
    listen: '--answer auto --no-camera',
    call: '--no-video --duration 0.3',
    exitCode: 0,
    says: /time was up/,
  },
];
