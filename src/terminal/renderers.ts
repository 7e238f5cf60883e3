import type { CellRenderer, ImageRenderer, Renderer } from '../base/renderer.ts';
import type { ColorDepth, SixelAbilities } from '../base/terminal.ts';
import { draws, traitsOf, type Identity } from './known-terminals.ts';

/** The ways to show a picture that are believed to work; the best first. */
export type Renderers = readonly [Renderer, ...Renderer[]];

/** What is known of a terminal before one trusts it with more. */
export interface Basis {
  depth: ColorDepth;
  /** What the user wants first, whatever is known of the terminal. */
  wanted: Renderer | undefined;
  utf8: boolean;
  /** Undefined: unknown, or hidden behind a multiplexer. */
  identity: Identity | undefined;
  /** It speaks kitty's graphics protocol. */
  kitty: boolean;
  sixel: SixelAbilities | undefined;
  /** Nothing is between us and the terminal that ten times the bytes would choke. */
  local: boolean;
}

/** The shapes that every font has. Without colours the dots of braille tell more than blocks do. */
const FROM_FONTS = ['quadrant', 'half', 'ascii', 'braille'] as const;
const WITHOUT_COLOR = ['braille', 'ascii', 'quadrant', 'half'] as const;

export function renderersFor(basis: Basis): Renderers {
  const images = imageRenderers(basis);
  const best = images.filter((image) => isBest(image, basis));
  const wanted = basis.wanted === undefined ? [] : [basis.wanted];
  const sorted: Renderer[] = [...new Set([...wanted, ...best, ...cellRenderers(basis), ...images])];
  const [first = 'ascii', ...others] = sorted;
  return [first, ...others];
}

function cellRenderers({ depth, utf8, identity }: Basis): readonly CellRenderer[] {
  if (!utf8) return ['ascii'];
  if (traitsOf(identity).halfBlocksOnly) return depth === 'mono' ? ['ascii', 'half'] : ['half', 'ascii'];
  const drawn = (['octant', 'sextant'] as const).filter((renderer) => draws(identity, renderer));
  return depth === 'mono' ? ['braille', ...drawn, ...WITHOUT_COLOR] : [...drawn, ...FROM_FONTS];
}

function imageRenderers({ identity, kitty, sixel }: Basis): ImageRenderer[] {
  const traits = traitsOf(identity);
  const works = {
    kitty: kitty && !traits.kittyPartly,
    sixel: sixel !== undefined,
    iterm2: traits.iterm2 === true,
  };
  return (['kitty', 'sixel', 'iterm2'] as const).filter((renderer) => works[renderer]);
}

/** Better than cells: a film in it costs no more than the terminal and the way to it can bear. */
function isBest(image: ImageRenderer, { depth, local, sixel }: Basis): boolean {
  if (depth === 'mono' || !local) return false;
  return image === 'kitty' || (image === 'sixel' && sixel?.delta === true);
}
