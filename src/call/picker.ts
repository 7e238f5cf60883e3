import type { Ms } from '../base/clock.ts';
import type { Catalogue, Device } from '../base/devices.ts';
import { Engine, type Answer } from '../base/engine.ts';
import { reasonOf } from '../base/errors.ts';
import { Alarms } from './alarms.ts';
import type { Loop } from './loop.ts';

export interface PickerParts<Chosen> {
  loop: Loop;
  catalogue: Catalogue<Chosen>;
  /** The id of what is in use; undefined: nothing. */
  inUse: () => string | undefined;
  /** Undefined: the user wants none. */
  use: (chosen: Chosen | undefined) => void;
  /** The list is another one, or there is trouble to tell. */
  changed: () => void;
}

/** A device that is plugged in is listed soon enough, and the system has a rest from being asked. */
const REST_MS = 1500;
/** Long enough to read why a device could not be had. */
const TOLD_MS = 8000;

/** Lets the user choose another device of one kind. The system is asked what there is only while somebody looks at the list. */
export class Picker<Chosen> {
  /** What there is; undefined while that isn't known, or nobody looks. */
  list: readonly Device[] | undefined;
  /** Why what was chosen last is not to be had; for a while. */
  trouble: string | undefined;
  readonly #parts: PickerParts<Chosen>;
  readonly #lister: Engine<void, readonly Device[]>;
  readonly #alarms = new Alarms<'look' | 'forget trouble'>();
  #browsing = false;
  /** What was chosen before the last choice comes too late. */
  #choice = 0;

  constructor(parts: PickerParts<Chosen>) {
    this.#parts = parts;
    this.#lister = new Engine(
      () => parts.catalogue.list(),
      (answer) => parts.loop.run(() => this.#listed(answer)),
    );
  }

  /** Somebody looks at the list, or not any more. */
  browse(on: boolean): void {
    if (on === this.#browsing) return;
    this.#browsing = on;
    this.list = undefined;
    this.#alarms.clear('look');
    if (on) this.#lister.push();
    this.#parts.changed();
  }

  /** Takes the device of that id; undefined: none. */
  take(id: string | undefined): void {
    const { catalogue, loop, inUse, use } = this.#parts;
    this.browse(false);
    this.forget();
    if (id === undefined) return use(undefined);
    if (id === inUse()) return;
    const choice = this.#choice;
    const ifCurrent = (change: () => void): void =>
      loop.run(() => (choice === this.#choice ? change() : undefined));
    catalogue.choose(id).then(
      (chosen) => ifCurrent(() => use(chosen)),
      (error: unknown) => ifCurrent(() => this.failed(reasonOf(error))),
    );
  }

  /** What is still being looked for is not wanted any more. */
  forget(): void {
    this.#choice++;
  }

  /** What was chosen is not to be had. */
  failed(reason: string): void {
    this.#tell(reason);
    this.#alarms.set('forget trouble', this.#parts.loop.now() + TOLD_MS, () => this.#tell(undefined));
  }

  due(): Ms | undefined {
    return this.#alarms.due();
  }

  tick(now: Ms): void {
    this.#alarms.tick(now);
  }

  #listed(answer: Answer<readonly Device[]>): void {
    if (!this.#browsing) return;
    if ('failed' in answer) this.failed(answer.failed);
    this.list = 'failed' in answer ? [] : answer.result;
    this.#alarms.set('look', this.#parts.loop.now() + REST_MS, () => this.#lister.push());
    this.#parts.changed();
  }

  #tell(trouble: string | undefined): void {
    this.trouble = trouble;
    this.#parts.changed();
  }
}
