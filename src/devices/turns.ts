/** From one open of a device to its close. */
export interface Turn {
  start(): void;
  /** Resolves when the device is free. */
  close(): Promise<void>;
}

/** One device, one turn at a time: it would be busy while the last one still holds it. */
export class Turns {
  #turn: Turn | undefined;
  #gone: Promise<void> = Promise.resolve();

  /** Ends the last turn, and starts this one after it; unless it, too, is closed by then. */
  begin(turn: Turn): void {
    void this.close();
    this.#turn = turn;
    void this.#start(turn);
  }

  close(): Promise<void> {
    const turn = this.#turn;
    this.#turn = undefined;
    if (turn) this.#gone = both(this.#gone, turn.close());
    return this.#gone;
  }

  async #start(turn: Turn): Promise<void> {
    await this.#gone;
    if (this.#turn === turn) turn.start();
  }
}

async function both(one: Promise<void>, other: Promise<void>): Promise<void> {
  await Promise.all([one, other]);
}
