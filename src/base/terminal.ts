import type { Ms } from './clock.ts';
import type { Size } from './frame.ts';
import type { Renderer } from './renderer.ts';

/** From the most colours to none. */
export const COLOR_DEPTHS = ['truecolor', '256', '16', 'mono'] as const;

export type ColorDepth = (typeof COLOR_DEPTHS)[number];

/** How a terminal takes pictures in sixels. */
export interface SixelAbilities {
  /** Colours that one picture may have. */
  registers: number;
  /** Pixels that are left out (P2 = 1) show the picture below, so that only what has changed needs to be sent. */
  delta: boolean;
  /** The largest picture in pixels; undefined when it has not told. */
  largest: Size | undefined;
}

/** What is known of the terminal. */
export interface Abilities {
  columns: number;
  rows: number;
  /** Pixels of a cell, as reported, else 8 x 16. */
  cellWidth: number;
  cellHeight: number;
  colorDepth: ColorDepth;
  /** How pictures can be shown, as far as is known; the best first, never empty. */
  renderers: readonly [Renderer, ...Renderer[]];
  /** Undefined: no sixels. */
  sixel: SixelAbilities | undefined;
  /** What stands between us and the terminal, and answers for it. */
  multiplexer: 'tmux' | 'screen' | undefined;
  /** DECRQM says that mode 2026 exists. */
  synchronizedUpdate: boolean;
}

/** A key press after decoding, or a paste. */
export interface Key {
  /** 'a', 'A', '?', 'enter', 'tab', 'escape', 'backspace', 'delete', 'up', 'down', 'left', 'right', 'home', 'end', 'pageup', 'pagedown', 'f1', 'paste' ... */
  name: string;
  ctrl: boolean;
  alt: boolean;
  /** The text that the key types, or that was pasted (line breaks as '\n'); empty for function keys. */
  text: string;
  /** Its release will be told, too. */
  held?: true;
}

export interface TerminalSink {
  key(key: Key): void;
  /** A key with `held` was let go. */
  released?(key: Key): void;
  /** The size or what is known of the terminal changed; all it showed is unknown now. */
  changed(abilities: Abilities): void;
  /** The last write was handed whole to the system, or there is more `room`: another may be welcome. */
  drained(): void;
  /** Once: the terminal is gone (hang-up, end of input, a write that failed). Nothing can be shown any more. */
  gone(): void;
}

/** The one owner of stdin and stdout while a screen is up. */
export interface Terminal {
  readonly abilities: Abilities;
  /** False while a write is under way: then only the newest state is kept by the caller and written when `drained`. */
  readonly ready: boolean;
  /**
   * Bytes that the next frame may have so that the terminal keeps up with us; 0: it has not shown yet what it has, so that
   * only what is small and urgent is to be written. Infinity where nothing holds it up.
   */
  readonly room: number;
  /** The least time from a write to the word that it is shown; undefined where the terminal gives none. */
  readonly rttMs: Ms | undefined;
  /** One whole frame; synchronized update is wrapped around it where the terminal has it. Only when `ready`. */
  write(bytes: Uint8Array): void;
  /** Names the window and, with `bell`, rings; both with the next write. `title` is plain text without controls. */
  announce(news: { title: string; bell: boolean }): void;
  /** Alternate screen off, modes back, raw mode off; stops this process as Ctrl-Z does; resolves when it goes on. */
  suspend(): Promise<void>;
  /** The terminal is given back whole. Harmless when called twice. */
  close(): Promise<void>;
}
