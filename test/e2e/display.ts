import type { Sandbox } from './sandbox.ts';
import { lacking, Tool } from './tool.ts';

/** Why there can be no screen to look at; with CI set there must be one. */
export const noDisplays = lacking('Xvfb', '-help') || lacking('xterm', '-version');

/** A screen that nobody sits at. */
export class Display {
  /** As in $DISPLAY. */
  readonly name: string;
  readonly #sandbox: Sandbox;
  readonly #server: Tool;
  readonly #windows: Tool[] = [];

  private constructor(sandbox: Sandbox, server: Tool, name: string) {
    this.#sandbox = sandbox;
    this.#server = server;
    this.name = name;
  }

  /** Resolves when it can be used. `name`: that of an earlier one, which is closed. */
  static async open(sandbox: Sandbox, name?: string): Promise<Display> {
    const screen = ['-screen', '0', '320x240x24', '-nolisten', 'tcp', '-noreset', '-displayfd', '1'];
    const server = new Tool(sandbox, 'Xvfb', name === undefined ? screen : [name, ...screen]);
    const number = await server.says(/^\d+$/m);
    return new Display(sandbox, server, `:${number}`);
  }

  /** Covers it with a window that has nothing but this colour, such as "#c02040". */
  paint(color: string): void {
    const colors = ['-bg', color, '-fg', color, '-cr', color];
    const window = ['-display', this.name, '-geometry', '200x100+0+0', '-b', '0', '-bw', '0', '+sb'];
    this.#windows.push(new Tool(this.#sandbox, 'xterm', [...window, ...colors, '-e', 'cat']));
  }

  /** It is gone when this resolves. */
  async close(): Promise<void> {
    await Promise.all([this.#server, ...this.#windows].map((tool) => tool.stop()));
  }
}
