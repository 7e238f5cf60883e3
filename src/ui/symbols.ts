/** The few characters of the chrome beyond letters. */
export interface Symbols {
  /** Draws a horizontal line; one cell. */
  rule: string;
  separator: string;
  ellipsis: string;
  newer: string;
  /** Stands for a line break inside the one-line editor. */
  lineBreak: string;
  corners: boolean;
}

const unicode: Symbols = {
  rule: '─',
  separator: '·',
  ellipsis: '…',
  newer: '↓',
  lineBreak: '↵',
  corners: true,
};
const ascii: Symbols = {
  rule: '-',
  separator: '|',
  ellipsis: '...',
  newer: 'v',
  lineBreak: '\\n',
  corners: false,
};

export const symbolsFor = (asciiOnly: boolean): Symbols => (asciiOnly ? ascii : unicode);
