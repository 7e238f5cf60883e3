import type { Ms } from '../base/clock.ts';
import type { Cameras, Device } from '../base/devices.ts';
import { Engine, type Answer } from '../base/engine.ts';
import { reasonOf } from '../base/errors.ts';
import { Alarms } from './alarms.ts';
import type { Loop } from './loop.ts';
import type { Studio } from './studio.ts';

export interface CameraPickerParts {
  loop: Loop;
  cameras: Cameras;
  studio: Studio;
  changed: () => void;
}

/** A camera that is plugged in is listed soon enough, and the system has a rest from being asked. */
const REST_MS = 1500;
/** Long enough to read why a camera could not be had. */
const TOLD_MS = 8000;

/** Lets the user choose another camera. The system is asked what there is only while somebody looks at the list. */
export class CameraPicker {
  /** What there is; undefined while that isn't known, or nobody looks. */
  list: readonly Device[] | undefined;
  /** Why what was chosen last is not to be had; for a while. */
  trouble: string | undefined;
  readonly #parts: CameraPickerParts;
  readonly #lister: Engine<void, readonly Device[]>;
  readonly #alarms = new Alarms<'look' | 'forget trouble'>();
  #browsing = false;
  /** What was chosen before the last choice comes too late. */
  #choice = 0;

  constructor(parts: CameraPickerParts) {
    this.#parts = parts;
    this.#lister = new Engine(
      () => parts.cameras.list(),
      (answer) => parts.loop.run(() => this.#listed(answer)),
    );
  }

  /** Somebody looks at the list, or not any more. */
  browse(on: boolean): void {
    this.#browsing = on;
    this.list = undefined;
    this.#alarms.clear('look');
    if (on) this.#lister.push();
    this.#parts.changed();
  }

  /** Takes the camera of that id; without one, the user isn't seen any more. */
  take(id: string | undefined): void {
    const { studio, cameras, loop } = this.#parts;
    this.browse(false);
    const choice = ++this.#choice;
    if (id === undefined) return studio.want(false);
    if (studio.state.on && studio.state.id === id) return;
    const ifCurrent = (change: () => void): void =>
      loop.run(() => (choice === this.#choice ? change() : undefined));
    cameras.choose(id).then(
      (camera) => ifCurrent(() => studio.use(camera)),
      (error: unknown) => ifCurrent(() => this.failed(reasonOf(error))),
    );
  }

  /** On or off; a camera that is still being looked for is not wanted any more. */
  toggle(): void {
    this.#choice++;
    this.#parts.studio.toggle();
  }

  /** The camera that was chosen is not to be had. */
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
