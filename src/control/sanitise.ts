import { clusterWidth, graphemes } from '../base/width.ts';

export interface SanitiseOptions {
  /** Room on the screen; what doesn't fit is cut off, never in the middle of a character. */
  maxCells?: number;
  /** UTF-16 units; by default as many as the cells may take. */
  maxCharacters?: number;
  /** Line breaks stay, as '\n'; else they become spaces. */
  newlines: boolean;
}

const MAX_NAME_CELLS = 32;
const MAX_CHAT_CHARACTERS = 4000;
const NOBODY = 'someone';

/** No script stacks more, and what stacks higher runs over the lines above. */
const MAX_MARKS = 4;
/** The longest emoji sequences, families with skin tones, take 10; terminals draw what is longer as several. */
const MAX_CLUSTER_CODE_POINTS = 10;
/** Of UTF-16; what is longer is cut before it is taken apart, which takes seconds for 64 kB. */
const MAX_UNITS_PER_CELL = 2 * MAX_CLUSTER_CODE_POINTS;

// oxlint-disable no-control-regex -- controls are what this is about

// ECMA-48, 5.4 and 5.6. What a sequence may hold ends at the next control, so that the search takes linear time.
const CONTROL_SEQUENCE = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]/g;
const CONTROL_STRING = /(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\p{Cc}]*(?:\x07|\x1b\\|\x9c)/gu;
const ESCAPE_SEQUENCE = /\x1b[ -/]*[0-~]/g;

const LINE_BREAK = /\r\n|[\n\v\f\r\x85\u2028\u2029]/g;
const CONTROL_OR_SURROGATE = /[^\P{Cc}\n]|\p{Cs}/gu;
/** Bidi controls, zero-width and filler characters, tags, variation selectors; the two joiners are judged apart. */
const INVISIBLE = /(?!\u200d|\ufe0f)[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const STRAY_SELECTOR = /(?<!\p{Extended_Pictographic})(?!(?<=[0-9#*])\ufe0f\u20e3)\ufe0f/gu;
const STRAY_JOINER =
  /(?<!\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;
const MARK = /^\p{Mark}$/u;
/** Blanks at the begin, and marks that stood on nothing but them. */
const WITHOUT_BASE = /^[\s\p{Mark}]+/u;

/**
 * Makes a stranger's text harmless on a terminal: NFC, without escape sequences, controls, bidi controls, or
 * zero-width characters (emoji keep their joiners), and with at most 4 combining marks on a character. What is left
 * takes as many cells as base/width.ts says, and moves the cursor nowhere else. Doing it twice changes nothing more.
 */
export function sanitiseText(text: string, options: SanitiseOptions): string {
  const { maxCells = Infinity, maxCharacters = maxCells * MAX_UNITS_PER_CELL, newlines } = options;
  const clean = visible(stripSequences(text), newlines ? '\n' : ' ');
  return fit(graphemes(clean.slice(0, maxCharacters)), maxCells);
}

/** What people are called: one line of 1 to 32 cells. */
export function sanitiseName(text: string): string {
  const maxCharacters = MAX_NAME_CELLS * MAX_UNITS_PER_CELL;
  const line = sanitiseText(text.trim(), { maxCharacters, newlines: false })
    .replace(/\s+/g, ' ')
    .replace(WITHOUT_BASE, '');
  return sanitiseText(line, { maxCells: MAX_NAME_CELLS, newlines: false }).trimEnd() || NOBODY;
}

/** What people say: at most 4000 characters, line breaks kept. The same for what is sent and what is received. */
export const sanitiseChat = (text: string): string =>
  sanitiseText(text, { maxCharacters: MAX_CHAT_CHARACTERS, newlines: true });

const stripSequences = (text: string): string =>
  text.replace(CONTROL_STRING, '').replace(CONTROL_SEQUENCE, '').replace(ESCAPE_SEQUENCE, '');

const visible = (text: string, lineBreak: string): string =>
  text
    .replace(LINE_BREAK, lineBreak)
    .replaceAll('\t', ' ')
    .replace(CONTROL_OR_SURROGATE, '')
    .replace(INVISIBLE, '')
    .replace(STRAY_SELECTOR, '')
    .replace(STRAY_JOINER, '')
    .normalize('NFC');

function fit(clusters: string[], maxCells: number): string {
  let cells = 0;
  let text = '';
  for (const cluster of clusters) {
    const shown = cluster === '\n' ? cluster : trimCluster(cluster);
    cells += clusterWidth(shown);
    if (cells > maxCells) break;
    text += shown;
  }
  return text;
}

/** One character of one base; empty when it has none and would fall on its neighbour. */
function trimCluster(cluster: string): string {
  if (clusterWidth(cluster) === 0) return '';
  let marks = 0;
  return Array.from(cluster)
    .filter((codePoint) => !MARK.test(codePoint) || ++marks <= MAX_MARKS)
    .slice(0, MAX_CLUSTER_CODE_POINTS)
    .join('')
    .replace(/\u200d$/, '');
}
