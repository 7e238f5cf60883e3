import { DEVICE_KINDS, type DeviceKind } from '../base/devices.ts';
import type { Chat } from './chat.ts';
import type { Display } from './picture/display.ts';
import type { Picker } from './picker.ts';
import type { Senses } from './senses.ts';
import type { Voice } from './sound/voice.ts';
import type { Command } from './state.ts';

export interface UserCommandsParts {
  senses: Senses;
  chat: Chat;
  display: Display;
  /** What is drawn, or what we want to see, may be another now. */
  changed: () => void;
}

/** The keys that list those that there are. */
const LIST_KEYS = { microphone: 'M', loudspeaker: 'M, Tab' };

/** What the user does to pictures and sound while a call goes on, and what is said about it. */
export class UserCommands {
  readonly #parts: UserCommandsParts;

  constructor(parts: UserCommandsParts) {
    this.#parts = parts;
  }

  /** False: this is no matter of pictures and sound. */
  obey(command: Command): boolean {
    const { display } = this.#parts;
    const { own, voice } = this.#parts.senses;
    switch (command.do) {
      case 'camera':
        own.toggle();
        return true;
      case 'browse':
        this.#browse(command.kind);
        return true;
      case 'take':
        this.#pickers[command.kind]?.take(command.id);
        return true;
      case 'microphone':
        this.#voiceWith('microphone')?.toggle();
        return true;
      case 'talk':
        this.#voiceWith('microphone')?.talk(command.held);
        return true;
      case 'hush':
        voice?.hush();
        return true;
      case 'echo':
        this.#testEcho();
        return true;
      case 'headphones':
        this.#toggleHeadphones();
        return true;
      case 'volume':
        this.#changeVolume(command.steps);
        return true;
      case 'renderer':
        this.#drawOtherwise();
        return true;
      case 'colors':
        display.nextColors();
        return true;
      case 'look':
        this.#changeLook(command.of);
        return true;
      case 'repaint':
        display.repaint();
        return true;
      default:
        return false;
    }
  }

  get #pickers(): Partial<Record<DeviceKind, Pick<Picker<unknown>, 'browse' | 'take'>>> {
    const { own, voice } = this.#parts.senses;
    return { camera: own.picker, ...voice?.pickers };
  }

  /** One kind is looked at at a time. */
  #browse(wanted: DeviceKind | undefined): void {
    for (const kind of DEVICE_KINDS) this.#pickers[kind]?.browse(kind === wanted);
  }

  /** Another renderer has another number of pixels in a cell. */
  #drawOtherwise(): void {
    this.#parts.display.nextRenderer();
    this.#parts.changed();
  }

  #changeLook(of: 'mine' | 'theirs'): void {
    const { senses, chat } = this.#parts;
    const { look } = of === 'mine' ? senses.own : senses.theirs;
    look.next();
    chat.tell(`${of === 'mine' ? 'look' : 'their look'}: ${look.look}`);
  }

  /** Undefined where there is no such device, which the user is told. */
  #voiceWith(kind: 'microphone' | 'loudspeaker'): Voice | undefined {
    const { senses, chat } = this.#parts;
    if (senses.voice?.desk[kind].device) return senses.voice;
    chat.tell(senses.voice ? `no ${kind}: ${LIST_KEYS[kind]}` : 'this call is without sound');
    return undefined;
  }

  #toggleHeadphones(): void {
    const { senses, chat } = this.#parts;
    if (!senses.voice) return;
    const on = senses.voice.desk.toggleHeadphones();
    chat.tell(on ? 'headphones: no echo to look for' : 'no headphones: echo is looked for');
  }

  #testEcho(): void {
    const refusal = this.#parts.senses.voice?.testEcho();
    if (refusal !== undefined) this.#parts.chat.tell(refusal);
  }

  #changeVolume(steps: number): void {
    const voice = this.#voiceWith('loudspeaker');
    if (voice) this.#parts.chat.tell(`volume ${voice.desk.louder(steps)} %`);
  }
}
