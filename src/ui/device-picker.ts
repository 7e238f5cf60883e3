import type { Device } from '../base/devices.ts';
import type { Key } from '../base/terminal.ts';
import type { CallState, Command } from '../call/state.ts';
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

const NONE: Choice = { id: undefined, kind: 'nobody sees you', name: 'none' };
const HINT = dim('Enter takes it, Esc leaves');
const COLUMNS = 56;
/** The border and the margin of a panel. */
const EDGE_COLUMNS = 4;
/** The border, and the hint. */
const EDGE_ROWS = 3;
const LEAST_NAME_COLUMNS = 16;

/** A list of devices, one of which is in use, and another may be chosen. */
export class DevicePicker {
  open = false;
  readonly #symbols: Symbols;
  /** As the user sees them; empty while they aren't known. */
  #choices: readonly Choice[] = [];
  #selected = 0;

  constructor(symbols: Symbols) {
    this.#symbols = symbols;
  }

  begin(): Command {
    this.open = true;
    this.#choices = [];
    return { do: 'browse', on: true };
  }

  /** A key while the list is open. */
  key({ name }: Key): Command | undefined {
    if (name === 'escape' || name === 'V') return this.#leave();
    if (name === 'enter') return this.#take();
    if (name === 'up') this.#select(this.#selected - 1);
    else if (name === 'down') this.#select(this.#selected + 1);
    else if (/^[1-9]$/.test(name)) this.#select(Number(name) - 1);
    return undefined;
  }

  /** The list in the middle of a screen of that size. */
  draw({ cameras, camera }: CallState, columns: number, rows: number): Panel {
    const inUse = camera.on ? camera.id : undefined;
    if (cameras) this.#update(cameras, inUse);
    const wanted = { columns: COLUMNS, rows: EDGE_ROWS + Math.max(1, this.#choices.length) };
    const rect = middleOf(wanted, columns, rows);
    const shown = this.#scrolled(rect.rows - EDGE_ROWS);
    const lines = shown.map((choice) => this.#row(choice, choice.id === inUse, rect.columns - EDGE_COLUMNS));
    return {
      rect,
      title: 'camera',
      lines: [...(cameras ? lines : [[dim('looking ...')]]), [HINT]],
      overlaid: true,
    };
  }

  /** What was selected stays so while others come and go. */
  #update(devices: readonly Device[], inUse: string | undefined): void {
    const before = this.#choices[this.#selected];
    const wanted = before ? before.id : inUse;
    this.#choices = [...devices, NONE];
    const at = this.#choices.findIndex(({ id }) => id === wanted);
    this.#select(at < 0 ? Math.min(this.#selected, devices.length) : at);
  }

  #select(index: number): void {
    if (index >= 0 && index < this.#choices.length) this.#selected = index;
  }

  #leave(): Command {
    this.open = false;
    return { do: 'browse', on: false };
  }

  #take(): Command | undefined {
    const choice = this.#choices[this.#selected];
    if (!choice) return undefined;
    this.open = false;
    return { do: 'take', id: choice.id };
  }

  /** So many of the choices, with the selected one among them. */
  #scrolled(height: number): readonly Choice[] {
    const first = Math.max(0, Math.min(this.#selected, this.#choices.length - height));
    return this.#choices.slice(first, first + height);
  }

  /** " 1 * HD Webcam     camera" */
  #row(choice: Choice, inUse: boolean, columns: number): Line {
    const index = this.#choices.indexOf(choice);
    const start = `${index < 9 ? index + 1 : ' '} ${inUse ? this.#symbols.inUse : ' '} `;
    const end = columns - cellsOf(start) - cellsOf(choice.kind) < LEAST_NAME_COLUMNS ? '' : ` ${choice.kind}`;
    const room = columns - cellsOf(start) - cellsOf(end);
    const name = shorten(choice.name, room, this.#symbols.ellipsis);
    const text = start + name + ' '.repeat(room - cellsOf(name)) + end;
    return [index === this.#selected ? inverse(text) : plain(text)];
  }
}
