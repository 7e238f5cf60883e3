import { Style } from '../base/grid.ts';
import { textWidth } from '../base/width.ts';
import type { CallState, Person } from '../call/state.ts';
import { bold, Color, dim, fit, lineWidth, plain, shorten } from './span.ts';
import type { Line, Span } from './span.ts';
import type { Symbols } from './symbols.ts';

/** A part of the status line; those of the lowest rank give way when there is little room. */
interface Segment {
  span: Span;
  rank: number;
}

const Rank = {
  who: 9,
  trouble: 8,
  unread: 7,
  time: 6,
  camera: 5,
  encryption: 4,
  transport: 3,
  microphone: 2,
  more: 1,
  help: 0,
};

const trustWords: Record<Person['trust'], string> = {
  invitation: 'by invitation',
  known: 'known key',
  'first contact': 'first contact',
  self: 'yourself',
};

/** The last row of the screen: who, how, for how long, and what is wrong. `unread`: messages that no panel shows. */
export function statusLine(state: CallState, unread: number, columns: number, symbols: Symbols): Line {
  const help: Segment = { span: dim('? help'), rank: Rank.help };
  const kept = squeeze([...segments(state, unread), help], columns, symbols);
  const withHelp = kept.at(-1) === help;
  const left = join(withHelp ? kept.slice(0, -1) : kept, symbols);
  if (!withHelp) return clipped(left, columns, symbols);
  return [...fit(left, columns - textWidth(help.span.text) - 1), help.span, plain(' ')];
}

function segments(state: CallState, unread: number): Segment[] {
  const all: Array<Segment | undefined> = [
    { span: bold(headline(state)), rank: Rank.who },
    inCall(state) ? { span: plain(state.transport), rank: Rank.transport } : undefined,
    inCall(state) ? encryption(state.encryption) : undefined,
    { span: plain(`mic ${state.microphone}`), rank: Rank.microphone },
    camera(state),
    state.phase === 'connected' ? { span: plain(duration(state.seconds)), rank: Rank.time } : undefined,
    unread > 0 ? { span: bold(`${unread} unread`), rank: Rank.unread } : undefined,
    ...state.troubles.map((text, index) => trouble(text, index === 0 ? Rank.trouble : Rank.more)),
  ];
  return all.filter((segment) => segment !== undefined);
}

const inCall = ({ kind, phase }: CallState): boolean => kind !== 'mirror' && phase !== 'listening';

function headline({ kind, phase, peer }: CallState): string {
  const name = peer ? `${peer.name} (${trustWords[peer.trust]})` : 'nobody yet';
  if (kind === 'mirror') return 'mirror';
  if (phase === 'listening') return 'listening';
  if (phase === 'connected') return kind === 'demo' ? `demo with ${name}` : name;
  return `${phase} ${name}`;
}

const encryption = (cipher: string | undefined): Segment =>
  cipher === undefined
    ? { span: { text: 'NOT ENCRYPTED', style: Style.bold, color: Color.alarm }, rank: Rank.trouble }
    : { span: plain(cipher), rank: Rank.encryption };

function camera({ camera: { on, trouble: reason } }: CallState): Segment {
  if (!on) return { span: bold('camera off'), rank: Rank.camera };
  return { span: plain(reason === undefined ? 'camera on' : `camera: ${reason}`), rank: Rank.camera };
}

const trouble = (text: string, rank: number): Segment => ({
  span: { text: `! ${text}`, style: Style.bold, color: Color.alarm },
  rank,
});

/** "mm:ss", and "h:mm:ss" from an hour on. */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const minutes = String(Math.floor(whole / 60) % 60).padStart(2, '0');
  const clock = `${minutes}:${String(whole % 60).padStart(2, '0')}`;
  return whole < 3600 ? clock : `${Math.floor(whole / 3600)}:${clock}`;
}

function squeeze(all: Segment[], columns: number, symbols: Symbols): Segment[] {
  let kept = all;
  while (kept.length > 1 && lineWidth(join(kept, symbols)) > columns - 1) {
    const lowest = Math.min(...kept.map(({ rank }) => rank));
    const gone = kept.findLast(({ rank }) => rank === lowest);
    kept = kept.filter((segment) => segment !== gone);
  }
  return kept;
}

const join = (parts: readonly Segment[], { separator }: Symbols): Line =>
  parts.flatMap(({ span }, index) => [index === 0 ? plain(' ') : dim(` ${separator} `), span]);

/** What is left of a line too long even so: the first part, shortened. */
function clipped(line: Line, columns: number, { ellipsis }: Symbols): Line {
  if (lineWidth(line) <= columns) return line;
  const [margin, first] = line;
  if (!margin || !first) return line;
  return [margin, { ...first, text: shorten(first.text, columns - 2, ellipsis) }];
}
