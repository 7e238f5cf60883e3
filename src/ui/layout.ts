import type { Rect } from '../base/grid.ts';
import { WIDE_STATS_COLUMNS } from './stats-panel.ts';

export type LayoutMode = 'auto' | 'full' | 'side';

/** What is to be shown beside the main picture. */
export interface Contents {
  mode: LayoutMode;
  /** My own picture, small. */
  inset: boolean;
  chat: boolean;
  stats: boolean;
  /** The message that stands in for everything else while there is no call, and so no picture. */
  banner: boolean;
}

/** Where everything goes. A part is undefined when it is not wanted or has no room. */
export interface Layout {
  /** The main picture. */
  picture: Rect | undefined;
  inset: Rect | undefined;
  chat: Rect | undefined;
  stats: Rect | undefined;
  banner: Rect | undefined;
  status: Rect;
  /** Chat and stats lie over the picture. */
  overlaid: boolean;
}

export const SMALLEST = { columns: 24, rows: 6 };
/** From here on there is room for panels. */
export const COMFORTABLE = { columns: 60, rows: 18 };

const AUTO_SIDE_COLUMNS = 110;
const SIDE_COLUMNS = 80;
const STATS_COLUMNS = 30;
const STATS_ROWS = 20;
/** With the last minute below the figures. */
const TALL_STATS_ROWS = 26;
const FEWEST_STATS_ROWS = 7;
const FEWEST_CHAT_ROWS = 8;
const FEWEST_CHAT_COLUMNS = 40;
/** Narrower than this, a face is a blur. */
const FEWEST_INSET_COLUMNS = 18;
const MOST_INSET_COLUMNS = 38;
/** A side column keeps the chat long; for that the picture may be this much smaller than above a strip. */
const SIDE_BIAS = 0.8;

/** Rows that a 16:9 picture of so many columns takes, in cells twice as high as wide; and back. */
const pictureRows = (columns: number): number => Math.ceil((columns * 9) / 32);
const pictureColumns = (rows: number): number => Math.floor((rows * 32) / 9);
const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Shares out a screen of at least `SMALLEST`. Only overlaid panels lie over another part: the picture. */
export function layOut(columns: number, rows: number, contents: Contents): Layout {
  const stage: Rect = { column: 0, row: 0, columns, rows: rows - 1 };
  const status: Rect = { column: 0, row: rows - 1, columns, rows: 1 };
  return { ...nothing, ...arrange(stage, contents), status };
}

type Parts = Partial<Omit<Layout, 'status'>> & Pick<Layout, 'picture'>;

const nothing = {
  picture: undefined,
  inset: undefined,
  chat: undefined,
  stats: undefined,
  banner: undefined,
  overlaid: false,
};

function arrange(stage: Rect, contents: Contents): Parts {
  if (contents.banner) return { picture: undefined, banner: stage };
  if (stage.columns < COMFORTABLE.columns || stage.rows + 1 < COMFORTABLE.rows) return { picture: stage };
  if (contents.mode === 'full') return overlay(stage, contents);
  if (!contents.chat && !contents.stats) return { picture: stage };
  const aside = beside(stage, contents);
  if (contents.mode === 'side' && stage.columns >= SIDE_COLUMNS) return aside;
  const atop = above(stage, contents);
  const prefersSide = pictureArea(aside.picture) >= SIDE_BIAS * pictureArea(atop.picture);
  return stage.columns >= AUTO_SIDE_COLUMNS && prefersSide ? aside : atop;
}

/** Chat at the bottom left, stats at the top right, both over the picture. */
function overlay(stage: Rect, { chat, stats }: Contents): Parts {
  const statsColumns = stats ? STATS_COLUMNS + 4 : 0;
  const chatRows = Math.min(14, stage.rows);
  return {
    picture: stage,
    overlaid: true,
    chat: chat
      ? {
          column: 0,
          row: stage.rows - chatRows,
          columns: Math.min(64, stage.columns - statsColumns),
          rows: chatRows,
        }
      : undefined,
    stats: stats
      ? {
          column: stage.columns - statsColumns,
          row: 0,
          columns: statsColumns,
          rows: Math.min(STATS_ROWS, stage.rows),
        }
      : undefined,
  };
}

/** The picture left; right of it a column with my own picture, stats and chat. */
function beside(stage: Rect, contents: Contents): Parts {
  const narrowest = clamp(Math.round(stage.columns / 5), STATS_COLUMNS, 38);
  const side = Math.max(narrowest, stage.columns - 1 - pictureColumns(stage.rows));
  const [picture, column] = splitColumns(stage, stage.columns - side - 1);
  return { picture, ...fillColumn(column, contents) };
}

function fillColumn(
  column: Rect,
  { inset, chat, stats }: Pick<Contents, 'inset' | 'chat' | 'stats'>,
): Omit<Parts, 'picture'> {
  const insetRows = pictureRows(Math.min(column.columns, MOST_INSET_COLUMNS)) + 1;
  const panelRows = (chat ? FEWEST_CHAT_ROWS : 0) + (stats ? FEWEST_STATS_ROWS : 0);
  const hasInset = inset && column.rows >= insetRows + panelRows;
  const [top, rest] = splitRows(column, hasInset ? insetRows : 0);
  return {
    inset: hasInset
      ? { ...top, columns: Math.min(column.columns, MOST_INSET_COLUMNS), rows: insetRows - 1 }
      : undefined,
    ...stackPanels(rest, chat, stats),
  };
}

/** Stats above the chat, as high as it needs to be if the chat keeps its fewest rows. */
function stackPanels(column: Rect, chat: boolean, stats: boolean): Pick<Parts, 'chat' | 'stats'> {
  if (!stats) return { chat: column };
  if (!chat) return { stats: column };
  const most = column.rows - FEWEST_CHAT_ROWS;
  const tall = column.columns < WIDE_STATS_COLUMNS && most >= TALL_STATS_ROWS;
  const [top, bottom] = splitRows(column, tall ? TALL_STATS_ROWS : Math.min(STATS_ROWS, most));
  return top.rows < FEWEST_STATS_ROWS ? { chat: column } : { stats: top, chat: bottom };
}

/** The picture on top; under it the chat beside the stats. My own picture goes where it costs the other no room. */
function above(stage: Rect, contents: Contents): Parts {
  const stripRows = clamp(Math.round(stage.rows / 3), 6, 9);
  const [top, strip] = splitRows(stage, Math.min(stage.rows - stripRows, pictureRows(stage.columns)));
  const spare = top.columns - pictureColumns(top.rows) - 1;
  if (!contents.inset || spare < FEWEST_INSET_COLUMNS) return { picture: top, ...fillStrip(strip, contents) };
  const columns = Math.min(spare, MOST_INSET_COLUMNS);
  const [picture, right] = splitColumns(top, top.columns - columns - 1);
  const inset = { ...right, rows: Math.min(right.rows, pictureRows(columns)) };
  return { picture, ...fillStrip(strip, { ...contents, inset: false }), inset };
}

/** Chat, stats and my own picture side by side; in a high strip the last two share a column. */
function fillStrip(strip: Rect, contents: Contents): Omit<Parts, 'picture'> {
  const insetColumns = Math.min(pictureColumns(strip.rows), MOST_INSET_COLUMNS);
  const besideColumns = insetColumns + 1 + (contents.stats ? STATS_COLUMNS + 1 : 0);
  if (!contents.inset || strip.columns < FEWEST_CHAT_COLUMNS + besideColumns)
    return splitStrip(strip, contents);
  const [left, right] = splitColumns(strip, strip.columns - insetColumns - 1);
  return {
    ...splitStrip(left, contents),
    inset: { ...right, rows: Math.min(right.rows, pictureRows(insetColumns)) },
  };
}

function splitStrip(strip: Rect, { inset, chat, stats }: Contents): Omit<Parts, 'picture'> {
  if (!stats) return { chat: strip };
  if (!chat) return { stats: strip };
  const [left, right] = splitColumns(strip, strip.columns - STATS_COLUMNS - 1);
  return { chat: left, ...fillColumn(right, { inset, chat: false, stats }) };
}

/** The upper `rows` and what is below them. */
function splitRows(rect: Rect, rows: number): [Rect, Rect] {
  const upper = clamp(rows, 0, rect.rows);
  return [
    { ...rect, rows: upper },
    { ...rect, row: rect.row + upper, rows: rect.rows - upper },
  ];
}

/** The left `columns`, and what is right of them after one blank column. */
function splitColumns(rect: Rect, columns: number): [Rect, Rect] {
  return [
    { ...rect, columns },
    { ...rect, column: rect.column + columns + 1, columns: rect.columns - columns - 1 },
  ];
}

/** Cells of the largest 16:9 picture in a place. */
function pictureArea(rect: Rect | undefined): number {
  if (!rect) return 0;
  const columns = Math.min(rect.columns, pictureColumns(rect.rows));
  return columns * pictureRows(columns);
}
