/** The few characters of the chrome beyond letters. */
export interface Symbols {
  /** Draws a horizontal line; one cell. */
  rule: string;
  separator: string;
  ellipsis: string;
  newer: string;
  /** Marks the one that is in use; one cell. */
  inUse: string;
  /** Stands for a line break inside the one-line editor. */
  lineBreak: string;
  /** Bars from the lowest to the highest; one cell each. A whole block would touch the bar in the row above. */
  levels: string;
}

const unicode: Symbols = {
  rule: '─',
  separator: '·',
  ellipsis: '…',
  newer: '↓',
  inUse: '•',
  lineBreak: '↵',
  levels: '▁▂▃▄▅▆▇',
};
const ascii: Symbols = {
  rule: '-',
  separator: '|',
  ellipsis: '...',
  newer: 'v',
  inUse: '*',
  lineBreak: '\\n',
  levels: '.:-=+*#',
};

export const symbolsFor = (asciiOnly: boolean): Symbols => (asciiOnly ? ascii : unicode);
