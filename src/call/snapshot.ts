import { SILENT_DB } from '../base/audio.ts';
import type { Ms } from '../base/clock.ts';
import type { CallSettings } from './call-parts.ts';
import type { CameraPicker } from './camera-picker.ts';
import type { FarEnd } from './far-end.ts';
import type { Report } from './report.ts';
import type { Send } from './send.ts';
import type { CallState, ChatLine, Phase } from './state.ts';
import type { Studio } from './studio.ts';
import type { Voice } from './voice.ts';

const NO_MICROPHONE = { label: 'none', on: false, open: false, trouble: undefined, levelDb: SILENT_DB };

/** Where the state of a call is kept. */
export interface Sources {
  settings: CallSettings;
  phase: Phase;
  far: FarEnd | undefined;
  studio: Studio;
  voice: Voice | undefined;
  picker: CameraPicker;
  send: Send;
  invitation: string | undefined;
  chat: readonly ChatLine[];
  notice: string | undefined;
  report: Report;
}

/** All that the screen shows, as it is now. */
export function snapshot(sources: Sources, now: Ms): CallState {
  const { settings, phase, far, studio, voice, picker, invitation, chat, notice, report } = sources;
  const { kind, me, callee } = settings;
  const expected = callee === undefined ? undefined : ({ name: callee, trust: 'first contact' } as const);
  return {
    phase,
    kind,
    me,
    peer: far?.person ?? expected,
    transport: far?.transport ?? 'udp',
    encryption: far && kind !== 'mirror' ? 'end-to-end' : undefined,
    microphone: voice?.desk.state ?? NO_MICROPHONE,
    heard: voice?.desk.heard ?? { levelDb: SILENT_DB, volumePct: 0 },
    camera: studio.state,
    cameras: picker.list,
    peerCamera: far?.camera ?? { on: false, trouble: undefined },
    peerMicrophone: far?.microphone ?? { on: false, trouble: undefined },
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

function troubles({ far, studio, voice, picker, send }: Sources, now: Ms): string[] {
  const sound = voice?.desk.troubles ?? [];
  const all = [...(far?.troubles(now) ?? []), ...sound, picker.trouble, studio.state.trouble, send.trouble];
  return all.filter((trouble) => trouble !== undefined);
}
