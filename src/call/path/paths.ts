import type { Ms } from '../../base/clock.ts';
import type { Path } from '../../base/net.ts';
import type { MediaTransport } from '../../control/messages.ts';

/** So long a new path has to prove itself. */
const PROOF_MS = 1000;
/** What is on its way on the old path when the media move still arrives. */
const LEAVE_MS = 1000;

/**
 * The path of the media, and while they move from one to another also the other. A path counts when something
 * authentic came over it. So nothing is lost when a new one leads nowhere.
 */
export class Paths {
  current: Path | undefined;
  /** Host: what the caller said it would move to. */
  announced: MediaTransport | undefined;
  #next: { path: Path; until: Ms } | undefined;
  #old: { path: Path; until: Ms } | undefined;

  /** The path that has yet to prove itself. */
  get next(): Path | undefined {
    return this.#next?.path;
  }

  /** Caller: a path that was dialled. */
  try(path: Path, now: Ms): void {
    if (!this.current) {
      this.current = path;
      return;
    }
    this.#next?.path.close();
    this.#next = { path, until: now + PROOF_MS };
  }

  /** Something authentic came over `path`. True when the media go that way from now on. */
  heard(path: Path, now: Ms): boolean {
    if (isSame(path, this.current)) return false;
    if (isSame(path, this.#next?.path)) {
      this.#move(this.#next?.path ?? path, now);
      this.#next = undefined;
      return true;
    }
    if (this.current && path.transport !== this.announced) return false;
    path.admit();
    this.#move(path, now);
    return true;
  }

  due(): Ms | undefined {
    return this.#next?.until ?? this.#old?.until;
  }

  /** The transport that could not prove itself, if there was one. */
  tick(now: Ms): Path['transport'] | undefined {
    if (this.#old && now >= this.#old.until) this.#leave();
    const failed = this.#next;
    if (!failed || now < failed.until) return undefined;
    this.#next = undefined;
    failed.path.close();
    return failed.path.transport;
  }

  close(): void {
    this.#leave();
    this.#next?.path.close();
    this.current?.close();
  }

  #move(path: Path, now: Ms): void {
    this.#leave();
    if (this.current) this.#old = { path: this.current, until: now + LEAVE_MS };
    this.current = path;
  }

  #leave(): void {
    this.#old?.path.close();
    this.#old = undefined;
  }
}

const isSame = (one: Path, other: Path | undefined): boolean =>
  one === other || (one.transport === other?.transport && one.remote === other.remote);
