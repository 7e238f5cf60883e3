import type { CallState } from '../call/state.ts';
import { middleOf } from './panel.ts';
import type { Panel } from './panel.ts';
import { bold, plain } from './span.ts';
import type { Line } from './span.ts';

type Keys = ReadonlyArray<readonly [key: string, effect: string]>;

const chatKeys: Keys = [
  ['Tab, Enter', 'chat; Esc leaves it'],
  ['PgUp, PgDn', 'read back in the chat'],
];
const mirrorKeys: Keys = [['e', 'hear yourself, after 3 s']];
const keys: Keys = [
  ['m, + -, h', 'mute; volume; headphones'],
  ['Space', 'while muted: be heard'],
  ['v', 'camera on or off'],
  ['V, M', 'another camera, microphone'],
  ['p, f', 'own picture, mirror it'],
  ['s, l, t', 'stats, layout, udp or tcp'],
  ['r, c', 'renderer, colours'],
  ['k, K', 'look: own, their picture'],
  ['Ctrl-L, -Z', 'paint anew, suspend'],
  ['q', 'quit'],
];
const KEY_COLUMNS = 12;
const COLUMNS = 42;

/** Every key and what it does; in a call also the words that show whether somebody is in between. */
const helpRows = ({ kind, words }: Pick<CallState, 'kind' | 'words'>): Line[] => [
  ...[...(kind === 'mirror' ? mirrorKeys : chatKeys), ...keys].map(([key, effect]) => [
    bold(key.padEnd(KEY_COLUMNS)),
    plain(effect),
  ]),
  ...(words ? [[], [plain('if both see this, nobody is in between')], [bold(words.join(' '))]] : []),
];

/** The keys in the middle of a screen of that size. */
export function helpPanel(state: Pick<CallState, 'kind' | 'words'>, columns: number, rows: number): Panel {
  const lines = helpRows(state);
  const rect = middleOf({ columns: COLUMNS, rows: lines.length + 2 }, columns, rows);
  return { rect, title: 'keys', lines, overlaid: true };
}
