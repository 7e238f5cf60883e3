/**
 * A text as an operand for a POSIX shell, for hints that tell what to type: strangers choose names, and one that is
 * pasted must stay one word, and no option.
 */
export function shellWord(text: string): string {
  const word = /^[\p{L}\p{N}_.:/-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  return text.startsWith('-') ? `-- ${word}` : word;
}
