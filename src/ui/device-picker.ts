import { DEVICE_KINDS, type Device, type DeviceKind } from '../base/devices.ts';
import type { Key } from '../base/terminal.ts';
import type { CallState, Command } from '../call/state.ts';
import { wideMeter } from './meter.ts';
import { middleOf } from './panel.ts';
import type { Panel } from './panel.ts';
import { cellsOf, dim, inverse, plain, shorten } from './span.ts';
import type { Line } from './span.ts';
import type { Symbols } from './symbols.ts';

/** What can be chosen: a device, or none. */
interface Choice {
  id: string | undefined;
  kind: string;
  name: string;
}

const none = (kind: string): Choice => ({ id: undefined, kind, name: 'none' });
const NONE: Readonly<Record<DeviceKind, Choice>> = {
  camera: none('nobody sees you'),
  microphone: none('nobody hears you'),
  loudspeaker: none('you hear nobody'),
};
/** What is in use, how loud it is there, and the room for a row. */
interface Use {
  inUse: string | undefined;
  level: number | undefined;
  columns: number;
}

const COLUMNS = 56;
/** The border and the margin of a panel. */
const EDGE_COLUMNS = 4;
/** The border, and the hint. */
const EDGE_ROWS = 3;
const LEAST_NAME_COLUMNS = 16;

/** A list of devices, one of which is in use, and another may be chosen. */
export class DevicePicker {
  open = false;
  /** What is listed. */
  #kind: DeviceKind = 'camera';
  readonly #symbols: Symbols;
  /** As the user sees them; empty while they aren't known. */
  #choices: readonly Choice[] = [];
  #selected = 0;

  constructor(symbols: Symbols) {
    this.#symbols = symbols;
  }

  begin(kind: DeviceKind): Command {
    this.open = true;
    this.#kind = kind;
    this.#choices = [];
    this.#selected = 0;
    return { do: 'browse', kind };
  }

  /** A key while the list is open. */
  key({ name }: Key, { loudspeaker }: Pick<CallState, 'loudspeaker'>): Command | undefined {
    if (name === 'escape' || name === 'V' || name === 'M') return this.#leave();
    if (name === 'tab' && loudspeaker) return this.begin(this.#next);
    if (name === 'enter') return this.#take();
    if (name === 'up') this.#select(this.#selected - 1);
    else if (name === 'down') this.#select(this.#selected + 1);
    else if (/^[1-9]$/.test(name)) this.#select(Number(name) - 1);
    return undefined;
  }

  /** The list in the middle of a screen of that size. */
  draw(state: CallState, columns: number, rows: number): Panel {
    const { devices } = state;
    const inUse = this.#kind === 'camera' && !state.camera.on ? undefined : state[this.#kind]?.id;
    if (devices) this.#update(devices, inUse);
    const wanted = { columns: COLUMNS, rows: EDGE_ROWS + Math.max(1, this.#choices.length) };
    const rect = middleOf(wanted, columns, rows);
    const shown = this.#scrolled(rect.rows - EDGE_ROWS);
    const use = { inUse, level: this.#level(state), columns: rect.columns - EDGE_COLUMNS };
    const lines = devices ? shown.map((choice) => this.#row(choice, use)) : [[dim('looking ...')]];
    const others = state.loudspeaker ? `, Tab: ${this.#next}` : '';
    const hint = dim(`Enter takes it${others}, Esc leaves`);
    return { rect, title: this.#kind, lines: [...lines, [hint]], overlaid: true };
  }

  get #next(): DeviceKind {
    return DEVICE_KINDS[(DEVICE_KINDS.indexOf(this.#kind) + 1) % DEVICE_KINDS.length] ?? 'camera';
  }

  /** How loud it is in the device that is in use; undefined: it makes no sound. */
  #level({ microphone, loudspeaker }: CallState): number | undefined {
    return this.#kind === 'camera' ? undefined : { microphone, loudspeaker }[this.#kind]?.level;
  }

  /** What was selected stays so while others come and go. */
  #update(devices: readonly Device[], inUse: string | undefined): void {
    const before = this.#choices[this.#selected];
    const wanted = before ? before.id : inUse;
    this.#choices = [...devices, NONE[this.#kind]];
    const at = this.#choices.findIndex(({ id }) => id === wanted);
    this.#select(at < 0 ? Math.min(this.#selected, devices.length) : at);
  }

  #select(index: number): void {
    if (index >= 0 && index < this.#choices.length) this.#selected = index;
  }

  #leave(): Command {
    this.open = false;
    return { do: 'browse', kind: undefined };
  }

  #take(): Command | undefined {
    const choice = this.#choices[this.#selected];
    if (!choice) return undefined;
    this.open = false;
    return { do: 'take', kind: this.#kind, id: choice.id };
  }

  /** So many of the choices, with the selected one among them. */
  #scrolled(height: number): readonly Choice[] {
    const first = Math.max(0, Math.min(this.#selected, this.#choices.length - height));
    return this.#choices.slice(first, first + height);
  }

  /** " 1 * HD Webcam     camera"; a microphone in use has a meter there. */
  #row(choice: Choice, { inUse, level, columns }: Use): Line {
    const index = this.#choices.indexOf(choice);
    const isInUse = choice.id === inUse;
    const start = `${index < 9 ? index + 1 : ' '} ${isInUse ? this.#symbols.inUse : ' '} `;
    const isHeard = isInUse && inUse !== undefined && level !== undefined;
    const note = isHeard ? wideMeter(level, this.#symbols.levels) : choice.kind;
    const end = columns - cellsOf(start) - cellsOf(note) < LEAST_NAME_COLUMNS ? '' : ` ${note}`;
    const room = columns - cellsOf(start) - cellsOf(end);
    const name = shorten(choice.name, room, this.#symbols.ellipsis);
    const text = start + name + ' '.repeat(room - cellsOf(name)) + end;
    return [index === this.#selected ? inverse(text) : plain(text)];
  }
}
