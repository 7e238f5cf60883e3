import type { Ms } from '../base/clock.ts';
import type { Key } from '../base/terminal.ts';
import { answerOfCsi, answerOfString, type Answer } from './answers.ts';
import { isRelease, keyOfCodePoint, keyOfCsi, keyOfSs3, pasteKey } from './keys.ts';
import { PasteBuffer } from './paste-buffer.ts';
import { REPLACEMENT, Utf8Decoder } from './utf8-decoder.ts';

/** After ESC, silence as long as this means that it was the Escape key. */
const ESCAPE_MS = 50;
/** While answers are outstanding one of them may have been split just after its ESC: then we wait longer. */
const ANSWER_MS = 250;
/** A paste without an end must not swallow all keys for ever. */
const PASTE_MS = 2000;
/** Bytes of a control sequence that are kept: no key and no answer is longer. */
const MAX_BODY = 256;

const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
const BACKSLASH = 0x5c;

/** Finals of reports; F3 with a modifier looks like a cursor report (CSI 1 ; 2 R) and is lost to it. */
const REPORT_FINALS = 'Rnct';
/** DCS, SOS, OSC, PM, APC (ECMA-48, 5.6): strings up to ST, which no key sends. */
const STRING_OPENERS = 'PX]^_';

/** What came from the terminal. */
export type Input = { key: Key } | { released: Key } | { answer: Answer };

/** `string-escape`: after an ESC within a string, which may be the first half of ST. */
type State = 'ground' | 'escape' | 'ss3' | 'csi' | 'string' | 'string-escape' | 'paste';

/**
 * Bytes from a terminal become keys, pastes and answers. They may be split anywhere. A step: time is an argument, and
 * no bytes make it throw.
 */
export class KeyParser {
  /** Answers are outstanding; set by whoever asks, reset by the last of a batch (DA1). */
  awaiting = false;
  #state: State = 'ground';
  /** The byte after ESC that opened the sequence. */
  #opener = '';
  #body = '';
  #lastByteAt: Ms = 0;
  #out: Input[] = [];
  readonly #utf8 = new Utf8Decoder();
  readonly #paste = new PasteBuffer();

  push(bytes: Uint8Array, now: Ms): Input[] {
    this.#decide(now);
    for (const byte of bytes) this.#take(byte);
    if (bytes.length > 0) this.#lastByteAt = now;
    return this.#drain();
  }

  /** What silence decides: a lone ESC is the Escape key, half a sequence is nothing. */
  tick(now: Ms): Input[] {
    this.#decide(now);
    return this.#drain();
  }

  /** When `tick` is to be called; undefined while nothing waits. */
  due(): Ms | undefined {
    if (this.#state === 'ground') return undefined;
    if (this.#state === 'paste') return this.#lastByteAt + PASTE_MS;
    return this.#lastByteAt + (this.awaiting ? ANSWER_MS : ESCAPE_MS);
  }

  #drain(): Input[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  #decide(now: Ms): void {
    const due = this.due();
    if (due === undefined || now < due) return;
    if (this.#state === 'escape') this.#key(keyOfCodePoint(ESC, false));
    else if (this.#state === 'paste') this.#key(pasteKey(this.#paste.take()));
    else if (this.#body === '') this.#key(keyOfCodePoint(this.#opener.charCodeAt(0), true));
    this.#state = 'ground';
  }

  #take(byte: number): void {
    if (this.#state === 'paste') return this.#takePasted(byte);
    if (this.#state === 'string') return this.#takeString(byte);
    if (this.#state === 'string-escape' && byte === BACKSLASH) return this.#endString();
    if (byte === ESC) return this.#takeEscape();
    if (byte === CAN || byte === SUB) return this.#takeGround(byte);
    if (this.#state === 'csi') return this.#takeCsi(byte);
    if (this.#state === 'ss3') return this.#takeSs3(byte);
    if (this.#state === 'ground') return this.#takeGround(byte);
    this.#takeAfterEscape(byte);
  }

  #takeEscape(): void {
    if (this.#state === 'escape') this.#key(keyOfCodePoint(ESC, false));
    this.#state = 'escape';
  }

  #takeAfterEscape(byte: number): void {
    const opener = String.fromCharCode(byte);
    this.#opener = opener;
    this.#body = '';
    if (opener === '[') this.#state = 'csi';
    else if (opener === 'O') this.#state = 'ss3';
    else if (STRING_OPENERS.includes(opener)) this.#state = 'string';
    else this.#takeAlt(byte);
  }

  #takeAlt(byte: number): void {
    if (byte >= 0x80) return this.#takeGround(byte);
    this.#key(keyOfCodePoint(byte, true));
    this.#end();
  }

  /** Plain text, and control characters that are keys. CAN and SUB within a sequence end it and are nothing else. */
  #takeGround(byte: number): void {
    if (this.#state !== 'ground' && (byte === CAN || byte === SUB)) return this.#end();
    this.#end();
    const code = this.#utf8.push(byte);
    const isText = code !== undefined && code !== REPLACEMENT && (code < 0x80 || code >= 0xa0);
    if (isText) this.#key(keyOfCodePoint(code, false));
  }

  #takeSs3(byte: number): void {
    this.#key(keyOfSs3(String.fromCharCode(byte)));
    this.#end();
  }

  #takeCsi(byte: number): void {
    if (byte < 0x20 || byte > 0x7e) return this.#takeGround(byte);
    const char = String.fromCharCode(byte);
    if (byte >= 0x40) this.#endCsi(char);
    else if (this.#body.length < MAX_BODY) this.#body += char;
  }

  #endCsi(final: string): void {
    const body = this.#body;
    this.#end();
    if (body === '200' && final === '~') this.#state = 'paste';
    else if (/^[\d:;]*$/.test(body) && !REPORT_FINALS.includes(final)) this.#csiKey(body, final);
    else this.#answer(answerOfCsi(body, final));
  }

  #csiKey(body: string, final: string): void {
    const key = keyOfCsi(body, final);
    if (key && isRelease(body)) this.#out.push({ released: key });
    else this.#key(key);
  }

  #takeString(byte: number): void {
    if (byte === CAN || byte === SUB) return this.#end();
    if (byte === BEL) return this.#endString();
    if (byte === ESC) this.#state = 'string-escape';
    else if (this.#body.length < MAX_BODY) this.#body += String.fromCharCode(byte);
  }

  #endString(): void {
    this.#end();
    this.#answer(answerOfString(this.#opener, this.#body));
  }

  #takePasted(byte: number): void {
    if (!this.#paste.push(byte)) return;
    this.#key(pasteKey(this.#paste.take()));
    this.#end();
  }

  #end(): void {
    this.#state = 'ground';
  }

  #key(key: Key | undefined): void {
    if (key) this.#out.push({ key });
  }

  #answer(answer: Answer | undefined): void {
    if (answer?.kind === 'attributes') this.awaiting = false;
    if (answer) this.#out.push({ answer });
  }
}
