import { Style } from '../base/grid.ts';
import type { CallState, Person } from '../call/state.ts';
import { bold, cellsOf, Color, dim, fit, lineWidth, plain, shortenLine } from './span.ts';
import type { Line, Span } from './span.ts';
import { meter } from './meter.ts';
import type { Symbols } from './symbols.ts';

/** A part of the status line; those of the lowest rank give way when there is little room. */
interface Segment {
  span: Span;
  rank: number;
}

const Rank = {
  who: 12,
  trouble: 11,
  notice: 10,
  unread: 9,
  camera: 8,
  encryption: 7,
  transport: 6,
  microphone: 5,
  help: 4,
  grade: 3,
  time: 2,
  trust: 1,
  more: 0,
};

const trustWords: Record<Person['trust'], string> = {
  invitation: 'by invitation',
  verified: 'verified',
  known: 'known key',
  'first contact': 'first contact',
  self: 'yourself',
};

export interface StatusLine {
  state: CallState;
  /** Messages that no panel shows. */
  unread: number;
  /** What to press, at the right end. */
  hint: string;
  columns: number;
  symbols: Symbols;
}

/** The last row of the screen: who, how, for how long, and what is wrong. */
export function statusLine({ state, unread, hint, columns, symbols }: StatusLine): Line {
  const help: Segment = { span: dim(hint), rank: Rank.help };
  const kept = squeeze([...segments(state, unread, symbols), help], columns, symbols);
  const withHelp = kept.at(-1) === help;
  const left = join(withHelp ? kept.slice(0, -1) : kept, symbols);
  if (!withHelp) return shortenLine(left, columns, symbols.ellipsis);
  return [...fit(left, columns - cellsOf(hint) - 1), help.span, plain(' ')];
}

function segments(state: CallState, unread: number, symbols: Symbols): Segment[] {
  const all: Array<Segment | undefined> = [
    { span: bold(headline(state) + theirVoice(state, symbols)), rank: Rank.who },
    trust(state),
    inCall(state) ? { span: plain(state.transport), rank: Rank.transport } : undefined,
    inCall(state) ? encryption(state) : undefined,
    microphone(state, symbols),
    camera(state),
    state.phase === 'connected' ? peerCamera(state) : undefined,
    state.phase === 'connected' ? peerMicrophone(state) : undefined,
    state.phase === 'connected' ? { span: plain(duration(state.seconds)), rank: Rank.time } : undefined,
    grade(state),
    unread > 0 ? { span: bold(`${unread} unread`), rank: Rank.unread } : undefined,
    state.notice === undefined ? undefined : { span: bold(state.notice), rank: Rank.notice },
    ...state.troubles.map((text, index) => alarm(`! ${text}`, index === 0 ? Rank.trouble : Rank.more)),
  ];
  return all.filter((segment) => segment !== undefined);
}

const inCall = ({ kind, phase }: CallState): boolean => kind !== 'mirror' && phase !== 'listening';

function headline({ kind, phase, peer }: CallState): string {
  const name = peer?.name ?? 'nobody yet';
  if (kind === 'mirror') return 'mirror';
  if (phase === 'listening') return 'listening';
  if (phase === 'connected') return kind === 'demo' ? `demo with ${name}` : name;
  return `${phase} ${name}`;
}

/** With a meter, too: so one sees who is speaking. */
function theirVoice(state: CallState, { levels }: Symbols): string {
  const { kind, phase, peerMicrophone: theirs, loudspeaker } = state;
  const isHeard = kind !== 'mirror' && phase === 'connected' && theirs.on && loudspeaker?.id !== undefined;
  return isHeard ? ` ${meter(loudspeaker.level, levels)}` : '';
}

/** How we know that it is them. */
function trust({ kind, phase, peer }: CallState): Segment | undefined {
  if (!peer || kind === 'mirror' || (phase !== 'ringing' && phase !== 'connected')) return undefined;
  return { span: plain(trustWords[peer.trust]), rank: Rank.trust };
}

/** Nothing is agreed on before the call; in a call, no encryption is a trouble. */
function encryption({ encryption: cipher, phase }: CallState): Segment | undefined {
  if (cipher !== undefined) return { span: plain(cipher), rank: Rank.encryption };
  return phase === 'connected' ? alarm('NOT ENCRYPTED', Rank.trouble) : undefined;
}

function camera({ camera: { on, open, trouble: reason } }: CallState): Segment {
  if (on && !open) return { span: plain('camera ready'), rank: Rank.camera };
  if (!on) return { span: bold('camera off'), rank: Rank.camera };
  return { span: plain(reason === undefined ? 'camera on' : `camera: ${reason}`), rank: Rank.camera };
}

function peerCamera({ kind, peerCamera: { on, trouble } }: CallState): Segment | undefined {
  if (kind === 'mirror' || (on && trouble === undefined)) return undefined;
  return { span: bold(`their camera${trouble === undefined ? ' off' : `: ${trouble}`}`), rank: Rank.camera };
}

/** With a meter, so that one sees that one is heard. */
function microphone(
  { microphone: { label, on, open, trouble, level } }: CallState,
  { levels }: Symbols,
): Segment {
  const rank = Rank.microphone;
  if (label === 'none') return { span: plain('no mic'), rank };
  if (!on) return { span: bold('muted'), rank: Rank.camera };
  if (trouble !== undefined || !open) return { span: plain(open ? 'mic on' : 'mic ready'), rank };
  return { span: plain(`mic ${meter(level, levels)}`), rank };
}

function peerMicrophone({ kind, peerMicrophone: { on, trouble } }: CallState): Segment | undefined {
  if (kind === 'mirror' || (on && trouble === undefined)) return undefined;
  if (on) return { span: bold(`their mic: ${trouble}`), rank: Rank.camera };
  return { span: plain('they are muted'), rank: Rank.trust };
}

/** Good or fair is said in passing; what is worse is to be noticed. A mirror has no line that could be bad. */
function grade({ kind, phase, grade: word }: CallState): Segment | undefined {
  if (kind === 'mirror' || phase !== 'connected' || word === undefined) return undefined;
  const isBad = word === 'poor' || word === 'frozen';
  return isBad ? alarm(word, Rank.grade) : { span: plain(word), rank: Rank.grade };
}

const alarm = (text: string, rank: number): Segment => ({
  span: { text, style: Style.bold, color: Color.alarm },
  rank,
});

/** "mm:ss", and "h:mm:ss" from an hour on. */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const minutes = String(Math.floor(whole / 60) % 60).padStart(2, '0');
  const clock = `${minutes}:${String(whole % 60).padStart(2, '0')}`;
  return whole < 3600 ? clock : `${Math.floor(whole / 3600)}:${clock}`;
}

/** Leaves parts away until the rest fits; who it is and what is wrong always stay. */
function squeeze(all: Segment[], columns: number, symbols: Symbols): Segment[] {
  let kept = all;
  while (lineWidth(join(kept, symbols)) > columns) {
    const lowest = Math.min(...kept.map(({ rank }) => rank));
    if (lowest >= Rank.trouble) break;
    const gone = kept.findLast(({ rank }) => rank === lowest);
    kept = kept.filter((segment) => segment !== gone);
  }
  return kept;
}

const join = (parts: readonly Segment[], { separator }: Symbols): Line =>
  parts.flatMap(({ span }, index) => [index === 0 ? plain(' ') : dim(` ${separator} `), span]);
