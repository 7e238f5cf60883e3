import { FRAME_SAMPLES } from '../../base/audio.ts';
import type { Loudspeaker, Microphone, VoiceCodec } from '../../base/audio.ts';
import type { Ms } from '../../base/clock.ts';
import type { Catalogue, Device } from '../../base/devices.ts';
import type { SenderKey } from '../../base/packet.ts';
import type { Random } from '../../base/random.ts';
import type { ReportBlock, SenderReport } from '../../rtp/report.ts';
import { newSenderKey } from '../../secure/sender-key.ts';
import { EchoTest } from './echo-test.ts';
import type { FarEnd } from '../far-end.ts';
import { Hear, type HearParts } from '../hear.ts';
import { earliest, type Loop } from '../loop.ts';
import { Picker } from '../picker.ts';
import { PushToTalk } from './push-to-talk.ts';
import { SoundDesk } from './sound-desk.ts';
import { FIRST_VOICE, Speak } from '../speak.ts';

/** What a call speaks and hears with. */
export interface Sound {
  codec: VoiceCodec;
  /** Undefined: nothing is said, for the reason that `microphoneMissing` tells, if it isn't the user's wish. */
  microphone: Microphone | undefined;
  microphoneMissing: string | undefined;
  /** Undefined: nothing is heard, for the reason that `loudspeakerMissing` tells. */
  loudspeaker: Loudspeaker | undefined;
  loudspeakerMissing: string | undefined;
  /** What the user may choose instead. */
  microphones: Catalogue<Microphone>;
  loudspeakers: Catalogue<Loudspeaker>;
  /** Nothing that is played reaches the microphone. */
  headphones: boolean;
  muted: boolean;
}

export interface VoiceParts extends Pick<HearParts, 'dropped' | 'tap'> {
  loop: Loop;
  random: Random;
  sound: Sound;
  /** Takes each sealed packet on its way to everyone who listens. */
  deliver: (sealed: Uint8Array) => void;
  /** Nobody else is there: what is said is only measured, and heard in an echo test. */
  mirror: boolean;
  /** Whom we hear; undefined: nobody yet. */
  heard: () => Hear | undefined;
  /** Muted or not, or in trouble: the peer and the user want to know. */
  changed: () => void;
  /** What there is to choose from, or what became of it. */
  listed: () => void;
  metersMoved: () => void;
  /** What the user should know, once. */
  say: (text: string) => void;
}

const ECHOES = 'echo is not taken out here, so one of you is heard at a time; h if you wear headphones';

/** The sound of a call: what we say and what we hear. */
export class Voice {
  /** Of our stream. */
  readonly key: SenderKey;
  readonly desk: SoundDesk;
  readonly pickers: { readonly microphone: Picker<Microphone>; readonly loudspeaker: Picker<Loudspeaker> };
  readonly #parts: VoiceParts;
  readonly #talk: PushToTalk;
  readonly #echoTest: EchoTest | undefined;
  #speak: Speak | undefined;
  #closed = false;

  constructor(parts: VoiceParts) {
    const { loop, random, sound, mirror, heard, changed, listed, metersMoved, say } = parts;
    this.#parts = parts;
    this.key = newSenderKey(random);
    this.desk = new SoundDesk({
      ...sound,
      loop,
      captured: (pcm, capturedAt) =>
        this.#echoTest ? this.#echoTest.captured(pcm) : this.#speak?.sound(pcm, capturedAt),
      next: (now, delayMs) =>
        this.#echoTest?.next(delayMs) ?? heard()?.next(now) ?? new Int16Array(FRAME_SAMPLES),
      changed,
      metersMoved,
      failed: (kind, reason) => this.pickers[kind].failed(reason),
      echoes: () => say(ECHOES),
    });
    const { desk } = this;
    this.#talk = new PushToTalk({
      loop,
      muted: () => desk.muted,
      mute: (on) => desk.mute(on),
      changed: listed,
    });
    this.#echoTest = mirror ? new EchoTest({ listen: (on) => desk.listen(on), changed: listed }) : undefined;
    const { microphone, loudspeaker } = desk;
    this.pickers = {
      microphone: new Picker({
        loop,
        catalogue: sound.microphones,
        inUse: () => microphone.device?.id,
        use: (device) => microphone.use(device),
        changed: listed,
      }),
      loudspeaker: new Picker({
        loop,
        catalogue: sound.loudspeakers,
        inUse: () => loudspeaker.device?.id,
        use: (device) => loudspeaker.use(device),
        changed: listed,
      }),
    };
    void this.#openEncoder();
  }

  /** Their voice, once its decoder is open. */
  async hear(key: SenderKey): Promise<Hear> {
    const { sound, dropped, tap } = this.#parts;
    return new Hear({ key, decoder: await sound.codec.openDecoder(), dropped, tap });
  }

  /** From a word over there until it is heard here; undefined before the first. */
  delayMs({ voice, clockOffsetMs }: FarEnd): Ms | undefined {
    return voice?.lagMs === undefined ? undefined : voice.lagMs + clockOffsetMs + this.desk.playoutMs;
  }

  /** What there is of that which the user looks for. */
  get list(): readonly Device[] | undefined {
    return this.pickers.microphone.list ?? this.pickers.loudspeaker.list;
  }

  get troubles(): string[] {
    const { microphone, loudspeaker } = this.pickers;
    const failed = [microphone.trouble, loudspeaker.trouble].filter((trouble) => trouble !== undefined);
    return [...this.desk.troubles, ...failed];
  }

  due(): Ms | undefined {
    return earliest(this.#talk.due(), this.pickers.microphone.due(), this.pickers.loudspeaker.due());
  }

  tick(now: Ms): void {
    this.#talk.tick(now);
    this.pickers.microphone.tick(now);
    this.pickers.loudspeaker.tick(now);
  }

  reports(now: Ms): SenderReport[] {
    return this.#speak ? [this.#speak.report(now)] : [];
  }

  reported(block: ReportBlock): void {
    this.#speak?.reported(block);
  }

  /** The call begins. */
  enter(): void {
    this.desk.enter();
    this.desk.listen(!this.#echoTest);
  }

  /** Muted, or not any more. */
  toggle(): void {
    this.#talk.forget();
    this.desk.mute(!this.desk.muted);
  }

  /** Who is muted is heard for as long as the key is held, or for a moment. `held`: its release will be told. */
  talk(held: boolean): void {
    if (this.desk.microphone.state.open) this.#talk.press(held);
  }

  /** The key is up. */
  hush(): void {
    this.#talk.release();
  }

  /** In a mirror: begins an echo test, or ends it. Returns why there can be none. */
  testEcho(): string | undefined {
    const { microphone, loudspeaker, muted } = this.desk;
    if (!this.#echoTest) return undefined;
    if (!microphone.device) return 'echo test: no microphone';
    if (!loudspeaker.device) return 'echo test: no loudspeaker';
    if (muted) return 'echo test: you are muted: m';
    this.#echoTest.toggle();
    return undefined;
  }

  /** What the user should know just now. */
  notice(now: Ms): string | undefined {
    return this.#talk.notice(now) ?? this.#echoTest?.notice;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.desk.leave();
    this.#speak?.close();
  }

  async #openEncoder(): Promise<void> {
    const { sound, random, deliver } = this.#parts;
    const encoder = await sound.codec.openEncoder(FIRST_VOICE);
    if (this.#closed) encoder.close();
    else this.#speak = new Speak({ encoder, key: this.key, random, deliver });
  }
}
