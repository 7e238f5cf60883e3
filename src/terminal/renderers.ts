import type { Renderer } from '../base/renderer.ts';
import type { ColorDepth } from '../base/terminal.ts';

/** The ways to show a picture that are believed to work; the best first. */
export type Renderers = readonly [Renderer, ...Renderer[]];

/** What is known of a terminal before one trusts it with more. */
export interface Basis {
  depth: ColorDepth;
  /** What the user wants first, whatever is known of the terminal. */
  wanted?: Renderer | undefined;
}

/** Without colours the dots of braille tell more shapes than blocks do. */
const IN_COLOR: Renderers = ['quadrant', 'half', 'ascii', 'braille'];
const IN_MONO: Renderers = ['braille', 'ascii', 'quadrant', 'half'];

export function renderersFor({ depth, wanted }: Basis): Renderers {
  const working = depth === 'mono' ? IN_MONO : IN_COLOR;
  return wanted === undefined ? working : [wanted, ...working.filter((renderer) => renderer !== wanted)];
}
