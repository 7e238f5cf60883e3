import type { Rect } from '../base/grid.ts';
import type { CallState, Chrome } from '../call/state.ts';
import { bannerRows } from './banner.ts';
import type { Block } from './blessed-canvas.ts';
import type { ChatPanel, ChatPicture } from './chat-panel.ts';
import type { DevicePicker } from './device-picker.ts';
import { helpPanel } from './help.ts';
import { COMFORTABLE, layOut, SMALLEST } from './layout.ts';
import type { Layout, LayoutMode } from './layout.ts';
import { insideOf, panelBlocks } from './panel.ts';
import type { Panel } from './panel.ts';
import type { Remark, RemarkPicture } from './remark.ts';
import { bold, cellsOf, center, clip } from './span.ts';
import type { Line } from './span.ts';
import { statsRows } from './stats-panel.ts';
import { statusLine } from './status-line.ts';
import type { Symbols } from './symbols.ts';

/** What the user chose to see. */
export interface View {
  layout: LayoutMode;
  statsBeside: boolean;
  /** The same for the full layout, where they hide a part of the picture. */
  statsOverlaid: boolean;
  selfView: boolean;
  mirrored: boolean;
  help: boolean;
}

export interface Scene {
  state: CallState;
  view: View;
  chat: ChatPanel;
  remark: Remark;
  picker: DevicePicker;
  symbols: Symbols;
  columns: number;
  rows: number;
}

/** A screen before it is drawn. */
export interface Composition extends Omit<Chrome, 'grid'> {
  blocks: Block[];
}

/** What is on the screen, and where. */
export function compose(scene: Scene): Composition {
  if (scene.columns < SMALLEST.columns || scene.rows < SMALLEST.rows) return tooSmall(scene);
  const { state, view, symbols, columns, rows } = scene;
  const remark = scene.remark.open ? scene.remark.draw(columns) : undefined;
  const banner = bannerRows(state, columns, remark?.lines);
  const layout = layOut(columns, rows, { mode: view.layout, ...wanted(scene), banner: banner.length > 0 });
  const message = layout.banner && bannerBlock(layout.banner, banner);
  const chat = layout.chat && scene.chat.draw(state.chat, layout.chat, layout.overlaid);
  const unread = chat || !hasChat(state) ? 0 : scene.chat.unread(state.chat);
  const popup = popupPanel(scene);
  return {
    blocks: [
      ...panels(layout, scene, chat),
      ...(message ? [message] : []),
      { rect: layout.status, lines: [statusLine({ state, unread, hint: hintFor(scene), columns, symbols })] },
      ...(popup ? panelBlocks(popup, symbols) : []),
    ],
    peer: layout.picture,
    self: layout.inset,
    selfMirrored: view.mirrored,
    overlays: [...(layout.overlaid ? [layout.chat, layout.stats] : []), popup?.rect].filter(
      (rect) => rect !== undefined,
    ),
    cursor: popup ? undefined : (chat?.cursor ?? remarkCursor(remark, message)),
  };
}

/** What to press; where letters do other things, how to get out of there. */
function hintFor({ picker, chat, remark }: Scene): string {
  if (picker.open) return 'Esc leaves the list';
  if (remark.open) return 'Esc leaves the remark';
  return chat.focused ? 'Esc leaves the chat' : '? help';
}

/** What lies over everything else. */
function popupPanel({ state, view, picker, columns, rows }: Scene): Panel | undefined {
  if (view.help) return helpPanel(state, columns, rows);
  return picker.open ? picker.draw(state, columns, rows) : undefined;
}

/** There is somebody to write to. */
const hasChat = ({ kind, phase }: CallState): boolean => kind !== 'mirror' && phase === 'connected';

/** There is room for it, too. */
export const canChat = ({ state, columns, rows }: Pick<Scene, 'state' | 'columns' | 'rows'>): boolean =>
  hasChat(state) && columns >= COMFORTABLE.columns && rows >= COMFORTABLE.rows;

function wanted(scene: Scene): { inset: boolean; chat: boolean; stats: boolean } {
  const { state, view, chat } = scene;
  const full = view.layout === 'full';
  return {
    inset: view.selfView && state.kind !== 'mirror',
    chat: canChat(scene) && (!full || chat.focused),
    stats: full ? view.statsOverlaid : view.statsBeside,
  };
}

function panels(
  { stats, overlaid }: Layout,
  { state, symbols }: Scene,
  chat: ChatPicture | undefined,
): Block[] {
  const statsLines = (rect: Rect): Line[] => statsRows({ state, symbols, ...insideOf(rect, overlaid) });
  return [
    ...(chat ? panelBlocks(chat.panel, symbols) : []),
    ...(stats
      ? panelBlocks({ rect: stats, title: 'stats', lines: statsLines(stats), overlaid }, symbols)
      : []),
  ];
}

/** The message in the middle of its place. */
function bannerBlock(rect: Rect, lines: readonly Line[]): Block {
  const spare = Math.max(0, Math.floor((rect.rows - lines.length) / 2));
  return { rect: { ...rect, row: rect.row + spare, rows: rect.rows - spare }, lines };
}

/** The remark is the last row of its message; one that has no room has no cursor. */
function remarkCursor(remark: RemarkPicture | undefined, message: Block | undefined): Chrome['cursor'] {
  const row = message ? message.lines.length - 1 : 0;
  if (!remark || !message || row >= message.rect.rows) return undefined;
  return { column: remark.cursor, row: message.rect.row + row };
}

function tooSmall({ columns, rows }: Scene): Composition {
  const size = `${columns}x${rows}`;
  const needed = `${SMALLEST.columns}x${SMALLEST.rows}`;
  const texts = [
    `too small: ${size}, needs ${needed}`,
    `${size}, needs ${needed}`,
    `needs ${needed}`,
    needed,
  ];
  const text = texts.find((candidate) => cellsOf(candidate) <= columns) ?? clip(needed, columns);
  const rect = { column: 0, row: rows - 1, columns, rows: 1 };
  return {
    blocks: [{ rect, lines: [center([bold(text)], columns)] }],
    peer: undefined,
    self: undefined,
    selfMirrored: false,
    overlays: [],
    cursor: undefined,
  };
}
