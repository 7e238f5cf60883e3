/** Pictures as cells: each cell a glyph in two colours, whose shape is the bit mask of the samples it stands for. */
export const CELL_RENDERERS = ['ascii', 'half', 'quadrant', 'sextant', 'octant', 'braille'] as const;
/** Pictures as pixels, by a protocol of the terminal. */
export const IMAGE_RENDERERS = ['sixel', 'kitty', 'iterm2'] as const;
/** Every way to show a picture in a terminal. */
export const RENDERERS = [...CELL_RENDERERS, ...IMAGE_RENDERERS] as const;

export type CellRenderer = (typeof CELL_RENDERERS)[number];
export type ImageRenderer = (typeof IMAGE_RENDERERS)[number];
export type Renderer = (typeof RENDERERS)[number];
