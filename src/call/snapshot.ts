import type { Ms } from '../base/clock.ts';
import type { CallSettings } from './call-parts.ts';
import type { CameraPicker } from './camera-picker.ts';
import type { FarEnd } from './far-end.ts';
import type { Report } from './report.ts';
import type { Send } from './send.ts';
import type { CallState, ChatLine, Phase } from './state.ts';
import type { Studio } from './studio.ts';

/** Where the state of a call is kept. */
export interface Sources {
  settings: CallSettings;
  phase: Phase;
  far: FarEnd | undefined;
  studio: Studio;
  picker: CameraPicker;
  send: Send;
  invitation: string | undefined;
  chat: readonly ChatLine[];
  notice: string | undefined;
  report: Report;
}

/** All that the screen shows, as it is now. */
export function snapshot(sources: Sources, now: Ms): CallState {
  const { settings, phase, far, studio, picker, invitation, chat, notice, report } = sources;
  const { kind, me, callee } = settings;
  const expected = callee === undefined ? undefined : ({ name: callee, trust: 'first contact' } as const);
  return {
    phase,
    kind,
    me,
    peer: far?.person ?? expected,
    transport: far?.transport ?? 'udp',
    encryption: far && kind !== 'mirror' ? 'end-to-end' : undefined,
    microphone: 'none',
    camera: studio.state,
    cameras: picker.list,
    peerCamera: far?.camera ?? { on: false, trouble: undefined },
    words: far?.words,
    invitation,
    chat,
    notice,
    troubles: troubles(sources, now),
    stats: report.latest,
    trends: report.trends,
    grade: report.grade,
    seconds: report.connectedAt === undefined ? 0 : (now - report.connectedAt) / 1000,
  };
}

function troubles({ far, studio, picker, send }: Sources, now: Ms): string[] {
  const all = [...(far?.troubles(now) ?? []), picker.trouble, studio.state.trouble, send.trouble];
  return all.filter((trouble) => trouble !== undefined);
}
