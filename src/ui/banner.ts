import { isBeingCalled, type CallState } from '../call/state.ts';
import { clockTime } from './chat-view.ts';
import { bold, center, dim, inverse, plain } from './span.ts';
import type { Line, Span } from './span.ts';
import { wrap } from './wrap.ts';

const MOST_MISSED = 5;
const EXPIRED = 'the invitation has expired; vtalk listen makes a new one';

/** The message that fills the screen while there is no call; empty during one. `remark` is what a no is given for. */
export function bannerRows(state: CallState, columns: number, remark: readonly Line[] = []): Line[] {
  const name = state.peer?.name ?? 'the other side';
  if (state.kind === 'mirror' || state.phase === 'connected') return [];
  if (state.phase === 'listening')
    return [...waiting(state, columns), ...(remark.length > 0 ? [[], ...remark] : [])];
  if (isBeingCalled(state)) return [...question(name, state, columns), ...remark];
  return [...centered(bold(`${state.phase} ${name} ...`), columns), ...centered(dim('q gives up'), columns)];
}

function question(name: string, { peer }: CallState, columns: number): Line[] {
  const warning =
    peer?.trust === 'first contact' ? 'never seen before: make sure that it is them' : undefined;
  const gap = plain('   ');
  const [yes, no] = [
    [inverse(' a '), bold(' answer')],
    [inverse(' d '), bold(' decline')],
  ];
  const answers = [...yes, gap, ...no, gap, inverse(' D '), bold(' say why')];
  return [
    ...centered(bold(`${name} is calling`), columns),
    ...(warning ? centered(plain(warning), columns) : []),
    [],
    center(answers, columns),
  ];
}

/** The invitation stands alone on its rows, from the first column when it needs several, so that it copies clean. */
function waiting({ invitation, chat }: CallState, columns: number): Line[] {
  const title = centered(bold('waiting for a call'), columns);
  const missed = missedRows(chat, columns);
  if (invitation === undefined) return [...title, ...centered(dim(EXPIRED), columns), ...missed];
  const rows = wrap(invitation, { first: columns, rest: columns });
  const shown = rows.length === 1 ? centered(plain(invitation), columns) : rows.map((row) => [plain(row)]);
  return [
    ...title,
    ...centered(dim('the other side types vtalk call and this:'), columns),
    [],
    ...shown,
    ...missed,
  ];
}

/** What happened while nobody looked, the newest last. */
function missedRows(chat: CallState['chat'], columns: number): Line[] {
  const rows = chat
    .slice(-MOST_MISSED)
    .flatMap(({ at, text }) => centered(plain(`${clockTime(at)} ${text}`), columns));
  return rows.length === 0 ? [] : [[], ...rows];
}

/** The text in the middle, on as many rows as it needs. */
const centered = (span: Span, columns: number): Line[] =>
  wrap(span.text, { first: columns, rest: columns }).map((text) => center([{ ...span, text }], columns));
