import { shellWord } from '../../base/shell-word.ts';

/** What is told of a stranger's call: how to find out whether somebody is in between, and how to remember the answer. */
export const comparison = (name: string, words: readonly string[]): string[] => [
  `to be sure that nobody is in between, compare these words with ${name}, by phone rather than here: ${words.join(' ')}`,
  `if they are the same, type in a shell: vtalk peers verify ${shellWord(name)}`,
];
