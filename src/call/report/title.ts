import { isBeingCalled, type CallState } from '../state.ts';

/** What a window tells those who look elsewhere. */
export interface News {
  title: string;
  bell: boolean;
}

/** Who calls or is called; the bell is for who is called. */
export const newsOf = (state: Pick<CallState, 'kind' | 'phase' | 'peer'>): News => ({
  title: titleOf(state),
  bell: isBeingCalled(state),
});

/** What the window is called. Names are sanitised when they come in, so no control gets into a title. */
export function titleOf(state: Pick<CallState, 'kind' | 'phase' | 'peer'>): string {
  const { kind, phase, peer } = state;
  const name = peer?.name ?? '';
  if (kind === 'mirror' || phase === 'listening') return `vtalk: ${kind === 'mirror' ? 'mirror' : phase}`;
  if (isBeingCalled(state)) return `vtalk: ${name} is calling`;
  return phase === 'connected' ? `vtalk: ${name}` : `vtalk: ${phase} ${name}`;
}
