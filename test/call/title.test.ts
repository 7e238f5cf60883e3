import { describe, expect, it } from 'vitest';
import { isBeingCalled, type CallState } from '../../src/call/state.ts';
import { titleOf } from '../../src/call/report/title.ts';

const peer = { name: 'ana', trust: 'known' } as const;

describe('the title of the window', () => {
  it.each<[Pick<CallState, 'kind' | 'phase'>, string, boolean]>([
    [{ kind: 'mirror', phase: 'connected' }, 'vtalk: mirror', false],
    [{ kind: 'listen', phase: 'listening' }, 'vtalk: listening', false],
    [{ kind: 'listen', phase: 'ringing' }, 'vtalk: ana is calling', true],
    [{ kind: 'call', phase: 'calling' }, 'vtalk: calling ana', false],
    [{ kind: 'call', phase: 'ringing' }, 'vtalk: ringing ana', false],
    [{ kind: 'demo', phase: 'connected' }, 'vtalk: ana', false],
  ])('of %o is %s', (state, title, rings) => {
    expect(titleOf({ ...state, peer })).toBe(title);
    expect(isBeingCalled(state)).toBe(rings);
  });
});
