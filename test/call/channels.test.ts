import { describe, expect, it } from 'vitest';
import type { Path } from '../../src/base/net.ts';
import { Channels } from '../../src/call/path/channels.ts';
import { memoryPair } from '../../src/net/memory.ts';
import type { Role } from '../../src/secure/hop-keys.ts';
import { fakeLinks } from './fakes.ts';
import { VirtualClock } from '../virtual-clock.ts';

/** Two ends of a media connection, whose ways are memory links with 10 ms each way. */
class Pair {
  readonly clock = new VirtualClock();
  readonly dropped: string[] = [];
  /** Ways that lead nowhere. */
  readonly blocked = new Set<'video' | 'audio'>();
  /** What came in that is no RTCP, by the end it reached. */
  readonly heard: Record<Role, string[]> = { caller: [], host: [] };
  readonly caller: Channels;
  readonly host: Channels;
  readonly callersAudio: Path;

  constructor(mux: boolean) {
    this.caller = this.#end('caller', mux);
    this.host = this.#end('host', mux);
    this.caller.use('video', this.#way('video'), 0);
    this.callersAudio = this.#way('audio');
    this.caller.use('audio', this.callersAudio, 0);
  }

  async play(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    while (this.clock.now() < until) {
      for (const end of [this.caller, this.host]) end.tick(this.clock.now());
      await this.clock.play(10);
    }
  }

  #end(role: Role, mux: boolean): Channels {
    const { caller, host } = fakeLinks(this.clock, 1);
    return new Channels({
      role,
      link: role === 'caller' ? caller : host,
      mux,
      now: 0,
      report: () => ({ blocks: [], senders: [] }),
      reported: () => {},
      senderReported: () => {},
      keyFrameWanted: () => {},
      moved: () => {},
      gaveUp: () => {},
      dropped: (reason) => this.dropped.push(reason),
    });
  }

  #way(kind: 'video' | 'audio'): Path {
    const take = (role: Role) => (bytes: Uint8Array, path: Path) => {
      const isRtcp = this[role].datagram(bytes, path, this.clock.now());
      if (!isRtcp) this.heard[role].push(`${kind}: ${Buffer.from(bytes).toString()}`);
    };
    const [callers] = memoryPair(take('caller'), take('host'), {
      transport: 'udp',
      wire: ({ arrive }) => {
        if (!this.blocked.has(kind)) this.clock.at(this.clock.now() + 10, arrive);
      },
    });
    return callers;
  }

  async saidBoth(kind: 'video' | 'audio', text: string): Promise<string[]> {
    const now = this.clock.now();
    for (const end of [this.caller, this.host]) end.send(kind, Buffer.from(text), now);
    await this.play(20);
    return [...this.heard.host.splice(0), ...this.heard.caller.splice(0)];
  }
}

describe('the sound', () => {
  it('has a way of its own as soon as that has answered, and goes with the pictures before', async () => {
    const pair = new Pair(false);
    await pair.play(30);
    expect(await pair.saidBoth('audio', 'hello')).toEqual(['audio: hello', 'audio: hello']);
    expect(await pair.saidBoth('video', 'smile')).toEqual(['video: smile', 'video: smile']);
    expect(pair.dropped).toEqual([]);
  });

  it('goes with the pictures where its port is blocked, then and later', async () => {
    const pair = new Pair(false);
    pair.blocked.add('audio');
    await pair.play(1000);
    expect(await pair.saidBoth('audio', 'hello')).toEqual(['video: hello', 'video: hello']);
    pair.blocked.clear();
    await pair.play(2000);
    expect(await pair.saidBoth('audio', 'again')).toEqual(['audio: again', 'audio: again']);
    pair.blocked.add('audio');
    await pair.play(3000);
    expect(await pair.saidBoth('audio', 'still')).toEqual(['video: still', 'video: still']);
  });

  it('goes with the pictures when its connection ends, which is not the end of the call', async () => {
    const pair = new Pair(false);
    await pair.play(30);
    expect(pair.caller.ended(pair.callersAudio)).toBe(false);
    pair.caller.send('audio', Buffer.from('hello'), pair.clock.now());
    await pair.play(20);
    expect(pair.heard.host).toEqual(['video: hello']);
  });

  it('never looks for a way of its own with --mux', async () => {
    const pair = new Pair(true);
    await pair.play(1000);
    expect(await pair.saidBoth('audio', 'hello')).toEqual(['video: hello', 'video: hello']);
    expect(pair.caller.wire.audio).toEqual({ sent: 5, received: 0 });
  });
});

it('counts the bytes of each kind, reports and all', async () => {
  const pair = new Pair(false);
  await pair.play(30);
  const before = pair.caller.wire.audio.sent;
  expect(before).toBeGreaterThan(0);
  pair.caller.send('audio', new Uint8Array(70), pair.clock.now());
  expect(pair.caller.wire.audio.sent).toBe(before + 70);
});
