import { describe, expect, it } from 'vitest';
import { Style } from '../../src/base/grid.ts';
import type { CallState } from '../../src/call/state.ts';
import { lineWidth } from '../../src/ui/span.ts';
import { duration, statusLine } from '../../src/ui/status-line.ts';
import { symbolsFor } from '../../src/ui/symbols.ts';
import { callState, faces } from './support.ts';

const print = (state: CallState, columns = 120, unread = 0): string =>
  statusLine({ state, unread, hint: '? help', columns, symbols: symbolsFor(false) })
    .map(({ text }) => text)
    .join('')
    .trimEnd();

const camera = (on: boolean, trouble?: string): string =>
  print(callState({ camera: { id: 'camera:0', label: 'HD Webcam', on, open: on, trouble } }));

const hearing = (more: object): string =>
  print(callState({ loudspeaker: { ...callState().loudspeaker!, ...more } }));

describe('statusLine', () => {
  it('says who, how and for how long', () => {
    expect(print(callState(), 79)).toBe(
      ' ana ▅ · udp · aes-128-gcm · mic ▄ · camera on · 02:05 · good           ? help',
    );
  });

  it('puts what is wrong behind that, the most urgent first', () => {
    expect(print(callState({ troubles: ['lost ana', 'slow'] }))).toContain(
      '02:05 · good · ! lost ana · ! slow',
    );
  });

  it('says for a moment what was chosen', () => {
    expect(print(callState({ notice: 'look: sketch', troubles: ['slow'] }), 30)).toBe(
      ' ana ▅ · look: sketch · ! slow',
    );
  });

  it('gives up the least telling parts first when there is little room', () => {
    const state = callState({ troubles: ['lost ana', 'slow'] });
    expect(print(state, 65)).toBe(' ana ▅ · udp · aes-128-gcm · mic ▄ · camera on · ! lost ana');
    expect(print(state, 40)).toBe(' ana ▅ · camera on · ! lost ana');
    expect(print(state, 24)).toBe(' ana ▅ · ! lost ana');
    expect(print(callState({ peer: { name: 'Wolfeschlegelsteinhausen', trust: 'known' } }), 24)).toBe(
      ' Wolfeschlegelsteinhaus…',
    );
  });

  it('rather tells a newcomer where the help is than how the peer is trusted', () => {
    const state = callState({ kind: 'demo', peer: { name: 'ben', trust: 'invitation' } });
    expect(print({ ...state, encryption: 'end-to-end' }, 79)).toBe(
      ' demo with ben ▅ · udp · end-to-end · mic ▄ · camera on · 02:05 · good  ? help',
    );
  });

  it('rather says how to leave the chat than how long the call is', () => {
    const line = { state: callState({ kind: 'demo' }), unread: 0, hint: 'Esc leaves the chat', columns: 79 };
    const text = statusLine({ ...line, symbols: symbolsFor(false) }).map((span) => span.text);
    expect(text.join('')).toBe(
      ' demo with ana ▅ · udp · aes-128-gcm · mic ▄ · camera on   Esc leaves the chat ',
    );
  });

  it('says in one word how good the call is, loudly where it is bad', () => {
    for (const grade of ['good', 'fair', 'poor', 'frozen'] as const) {
      const state = callState({ grade });
      expect(print(state)).toContain(`02:05 · ${grade} `);
      const spans = statusLine({ state, unread: 0, hint: '', columns: 120, symbols: symbolsFor(false) });
      const bold = spans.find(({ text }) => text === grade)?.style === Style.bold;
      expect([grade, bold]).toEqual([grade, grade === 'poor' || grade === 'frozen']);
    }
  });

  it('says nothing of that before there is a call, and in a mirror', () => {
    for (const [name, state] of Object.entries(faces)) {
      expect([name, print(state).includes('good')]).toEqual([name, name === 'connected' || name === 'demo']);
    }
    expect(print(callState({ grade: undefined }))).not.toMatch(/undefined|good/);
  });

  it('gives up how good the call is after trust and time, and before the help', () => {
    const parts = ['known key', '02:05', 'good', '? help'];
    const left = (columns: number): string[] =>
      parts.filter((part) => print(callState(), columns).includes(part));
    const stages = Array.from({ length: 60 }, (_, index) => left(100 - index).join(', '));
    expect([...new Set(stages)]).toEqual([
      'known key, 02:05, good, ? help',
      '02:05, good, ? help',
      'good, ? help',
      '? help',
      '',
    ]);
  });

  it('says that the camera waits for the call', () => {
    const ready = { id: 'camera:0', label: 'HD Webcam', on: true, open: false, trouble: undefined };
    expect(print(callState({ camera: ready }))).toContain('camera ready');
  });

  it('says loudly that a call is not encrypted', () => {
    expect(print(callState({ encryption: undefined }))).toContain('NOT ENCRYPTED');
    expect(print(faces['mirror']!)).not.toContain('ENCRYPTED');
    expect(print(faces['listening']!)).not.toContain('ENCRYPTED');
  });

  it('shows how loud the microphone is, and says loudly that it is muted', () => {
    const microphone = (more: object): string =>
      print(callState({ microphone: { ...callState().microphone, ...more } }), 160);
    expect(microphone({ level: 0 })).toContain(' mic ▁ ');
    expect(microphone({ level: 6 })).toContain(' mic ▇ ');
    expect(microphone({ on: false })).toContain(' muted ');
    expect(microphone({ open: false })).toContain(' mic ready ');
    expect(microphone({ label: 'none' })).toContain(' no mic ');
    expect(print(callState({ peerMicrophone: { on: false, trouble: undefined } }), 160)).toContain(
      ' they are muted ',
    );
  });

  it('says that nothing comes from the other microphone', () => {
    const state = callState({ peerMicrophone: { on: true, trouble: 'no sound' } });
    expect(print(state, 160)).toContain(' their mic: no sound ');
    expect(print(callState(), 160)).not.toContain('their mic');
    expect(print({ ...state, kind: 'mirror' }, 160)).not.toContain('their mic');
  });

  it('shows beside the name how loud the other side is, where there is something to hear', () => {
    expect(hearing({ level: 0 })).toContain(' ana ▁ ');
    expect(hearing({ level: 6 })).toContain(' ana ▇ ');
    const silent = { peerMicrophone: { on: false, trouble: undefined } };
    for (const more of [{ loudspeaker: undefined }, silent, { phase: 'ringing' } as const])
      expect(print(callState(more))).not.toContain('▅');
    expect(hearing({ id: undefined })).toContain(' ana · ');
  });

  it('says what the camera does', () => {
    expect(camera(false)).toContain('camera off');
    expect(camera(true, 'clip.mp4 ended')).toContain('camera: clip.mp4 ended');
  });

  it('says what the other camera does', () => {
    expect(print(callState({ peerCamera: { on: false, trouble: undefined } }))).toContain('their camera off');
    expect(print(callState({ peerCamera: { on: true, trouble: 'no light' } }))).toContain(
      'their camera: no light',
    );
    expect(print(callState())).not.toContain('their camera');
  });

  it('says nothing of encryption before there is any to speak of', () => {
    expect(print(callState({ phase: 'calling', encryption: undefined }))).not.toContain('ENCRYPTED');
  });

  it('counts messages that no panel shows', () => {
    expect(print(callState(), 120, 3)).toContain('3 unread');
  });

  it('is never wider than the screen', () => {
    for (const state of Object.values(faces)) {
      for (let columns = 24; columns < 160; columns++) {
        const line = statusLine({ state, unread: 2, hint: '? help', columns, symbols: symbolsFor(true) });
        expect(lineWidth(line)).toBeLessThanOrEqual(columns);
      }
    }
  });
});

describe('duration', () => {
  it.each([
    [0, '00:00'],
    [59.9, '00:59'],
    [60, '01:00'],
    [3599, '59:59'],
    [3600, '1:00:00'],
    [36_061, '10:01:01'],
  ])('%d s is %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});
