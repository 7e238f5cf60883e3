import type { ColorDepth, Key } from '../base/terminal.ts';
import { isBeingCalled, type CallState, type Chrome, type Command, type Screen } from '../call/state.ts';
import { BlessedCanvas } from './blessed-canvas.ts';
import { ChatPanel } from './chat-panel.ts';
import { DevicePicker } from './device-picker.ts';
import type { LayoutMode } from './layout.ts';
import { Remark } from './remark.ts';
import { symbolsFor } from './symbols.ts';
import type { Symbols } from './symbols.ts';
import { canChat, compose } from './view.ts';
import type { View } from './view.ts';

export interface UiOptions {
  layout: LayoutMode;
  colorDepth: ColorDepth;
  /** The chrome itself keeps to ASCII; what people write is shown as it is. */
  asciiOnly: boolean;
}

/** These work everywhere, also while a message is being written. */
const controlKeys: ReadonlyMap<string, Command> = new Map([
  ['c', { do: 'interrupt' }],
  ['l', { do: 'repaint' }],
  ['z', { do: 'suspend' }],
]);

const commandKeys: ReadonlyMap<string, Command> = new Map([
  ['q', { do: 'quit' }],
  ['v', { do: 'camera' }],
  ['m', { do: 'microphone' }],
  ['h', { do: 'headphones' }],
  ['+', { do: 'volume', steps: 1 }],
  ['-', { do: 'volume', steps: -1 }],
  ['t', { do: 'transport' }],
  ['r', { do: 'renderer' }],
  ['c', { do: 'colors' }],
  ['k', { do: 'look', of: 'mine' }],
  ['K', { do: 'look', of: 'theirs' }],
]);

/** While somebody rings. */
const answerKeys: ReadonlyMap<string, Command> = new Map<string, Command>([
  ...commandKeys,
  ['a', { do: 'answer', accept: true }],
  ['enter', { do: 'answer', accept: true }],
  ['d', { do: 'answer', accept: false }],
  ['escape', { do: 'answer', accept: false }],
]);

const nextLayout = { auto: 'full', full: 'side', side: 'auto' } as const;

/** The screen of a call. What only concerns the view (focus, panels, scrolling) is kept here. */
export class Ui implements Screen {
  readonly #canvas: BlessedCanvas;
  readonly #symbols: Symbols;
  readonly #chat: ChatPanel;
  readonly #remark: Remark;
  readonly #picker: DevicePicker;
  readonly #view: View;
  #state: CallState | undefined;
  #drawn: { look: string; chrome: Chrome } | undefined;

  constructor({ layout, colorDepth, asciiOnly }: UiOptions) {
    this.#canvas = new BlessedCanvas({ colors: colorDepth !== 'mono', asciiOnly });
    this.#symbols = symbolsFor(asciiOnly);
    this.#chat = new ChatPanel(this.#symbols);
    this.#remark = new Remark(this.#symbols);
    this.#picker = new DevicePicker(this.#symbols);
    this.#view = {
      layout,
      statsBeside: true,
      statsOverlaid: false,
      selfView: true,
      mirrored: true,
      help: false,
    };
  }

  /** The chrome stays the UI's; it is the very same object for as long as nothing on it changes. */
  draw(state: CallState, columns: number, rows: number): Chrome {
    this.#state = state;
    const parts = {
      view: this.#view,
      chat: this.#chat,
      remark: this.#remark,
      picker: this.#picker,
      symbols: this.#symbols,
    };
    const scene = { state, ...parts, columns, rows };
    this.#chat.focused &&= canChat(scene);
    this.#remark.follow(state);
    const { blocks, ...places } = compose(scene);
    const look = JSON.stringify([columns, rows, blocks, places]);
    if (this.#drawn?.look !== look) {
      this.#drawn = { look, chrome: { grid: this.#canvas.paint(blocks, columns, rows), ...places } };
    }
    return this.#drawn.chrome;
  }

  key(key: Key): Command | undefined {
    const always = key.ctrl ? controlKeys.get(key.name) : undefined;
    if (always) return always;
    if (this.#view.help) return this.#closeHelp();
    if (this.#picker.open && this.#state) return this.#picker.key(key, this.#state);
    if (this.#chat.focused) return this.#chat.key(key);
    if (this.#remark.open) return this.#remark.key(key);
    if (key.ctrl || key.alt) return undefined;
    if (key.name === 'V') return this.#picker.begin('camera');
    if (key.name === 'M' && this.#state?.loudspeaker) return this.#picker.begin('microphone');
    if (key.name === ' ') return { do: 'talk', held: key.held ?? false };
    if (key.name === 'e' && this.#state?.kind === 'mirror') return { do: 'echo' };
    const ringing = this.#ringing;
    if (key.name === 'D' && ringing) return this.#remark.begin(ringing);
    const command = (ringing ? answerKeys : commandKeys).get(key.name);
    if (!command) this.#changeView(key.name);
    return command;
  }

  /** Wherever the focus is by now. */
  released({ name }: Key): Command | undefined {
    return name === ' ' ? { do: 'hush' } : undefined;
  }

  #closeHelp(): undefined {
    this.#view.help = false;
  }

  /** The state, while somebody rings. */
  get #ringing(): CallState | undefined {
    return this.#state && isBeingCalled(this.#state) ? this.#state : undefined;
  }

  #changeView(name: string): void {
    const view = this.#view;
    if (name === 'tab' || name === 'enter') this.#chat.focused = true;
    else if (name === 'pageup') this.#chat.scroll(1);
    else if (name === 'pagedown') this.#chat.scroll(-1);
    else if (name === 'f') view.mirrored = !view.mirrored;
    else if (name === 'p') view.selfView = !view.selfView;
    else if (name === 'l') view.layout = nextLayout[view.layout];
    else if (name === '?') view.help = true;
    else if (name === 's') this.#toggleStats();
  }

  #toggleStats(): void {
    const view = this.#view;
    if (view.layout === 'full') view.statsOverlaid = !view.statsOverlaid;
    else view.statsBeside = !view.statsBeside;
  }
}
