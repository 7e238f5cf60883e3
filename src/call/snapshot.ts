import type { Ms } from '../base/clock.ts';
import type { CallSettings } from './call-parts.ts';
import type { Chat } from './chat.ts';
import type { FarEnd } from './far-end.ts';
import type { Report } from './report/report.ts';
import type { Senses } from './senses.ts';
import type { CallState, Phase } from './state.ts';

const NO_SOUND = {
  microphone: { id: undefined, label: 'none', on: false, open: false, trouble: undefined, level: 0 },
  loudspeaker: undefined,
};

/** Where the state of a call is kept. */
export interface Sources {
  settings: CallSettings;
  phase: Phase;
  far: FarEnd | undefined;
  senses: Senses;
  invitation: string | undefined;
  chat: Chat;
  report: Report;
}

/** All that the screen shows, as it is now. */
export function snapshot(sources: Sources, now: Ms): CallState {
  const { settings, phase, far, senses, invitation, chat, report } = sources;
  const { own, voice } = senses;
  const { kind, me, callee } = settings;
  const expected = callee === undefined ? undefined : ({ name: callee, trust: 'first contact' } as const);
  return {
    phase,
    kind,
    me,
    peer: far?.person ?? expected,
    transport: far?.transport ?? 'udp',
    encryption: far && kind !== 'mirror' ? 'end-to-end' : undefined,
    ...(voice?.desk.state ?? NO_SOUND),
    camera: own.studio.state,
    devices: own.picker.list ?? voice?.list,
    peerCamera: far?.camera ?? { on: false, trouble: undefined },
    peerMicrophone: far?.microphone ?? { on: false, trouble: undefined },
    words: far?.words,
    invitation,
    chat: chat.lines,
    notice: voice?.notice(now) ?? chat.notice,
    troubles: troubles(sources, now),
    stats: report.latest,
    trends: report.trends,
    grade: report.grade,
    seconds: report.connectedAt === undefined ? 0 : (now - report.connectedAt) / 1000,
  };
}

const troubles = ({ far, senses }: Sources, now: Ms): string[] => [
  ...(far?.troubles(now) ?? []),
  ...(senses.voice?.troubles ?? []),
  ...senses.own.troubles,
];
