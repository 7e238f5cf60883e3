import { describe, expect, it } from 'vitest';
import type { KnownPeer } from '../../src/base/peers.ts';
import { formatFingerprint } from '../../src/secure/fingerprint-text.ts';
import { judge } from '../../src/secure/trust.ts';

const key = (octet: number): Uint8Array => new Uint8Array(32).fill(octet);

const peer = (octet: number, name: string, where?: string): KnownPeer => ({
  fingerprint: formatFingerprint(key(octet)),
  name,
  where,
  firstSeen: '2025-01-01T00:00:00Z',
  lastSeen: '2025-01-02T00:00:00Z',
});

const ana = peer(1, 'Ana', 'ana.example:7373');
const bob = peer(2, 'bob');
const known = [ana, bob];

describe('judge, with an invitation', () => {
  it('takes the key that was promised, even under the name and address of another', () => {
    const met = { where: 'ana.example:7373', name: 'bob', fingerprint: key(9), invited: key(9), known };
    expect(judge(met)).toEqual({ verdict: 'invitation' });
  });

  it('refuses any other key, known ones too, and says that the invitation is why', () => {
    for (const octet of [1, 9]) {
      const judgement = judge({ where: 'ana.example:7373', fingerprint: key(octet), invited: key(8), known });
      expect(judgement).toMatchObject({ verdict: 'changed', known: undefined });
      expect(judgement).toHaveProperty('reason', expect.stringContaining('invitation'));
    }
  });
});

describe('judge, of a peer that the user has verified', () => {
  const verified = { ...ana, verifiedAt: '2025-01-03T00:00:00Z' };
  const met = { where: 'elsewhere:1', name: 'Ana', fingerprint: key(1), known: [verified, bob] };

  it('says so, with and without an invitation', () => {
    expect(judge(met)).toEqual({ verdict: 'verified', known: verified });
    expect(judge({ ...met, invited: key(1) })).toEqual({ verdict: 'verified', known: verified });
  });

  it('still refuses what the invitation or the address forbids', () => {
    expect(judge({ ...met, invited: key(2) }).verdict).toBe('changed');
    expect(
      judge({ ...met, where: 'bob.example:7373', known: [verified, peer(2, 'bob', 'bob.example:7373')] }),
    ).toMatchObject({ verdict: 'changed' });
  });
});

describe('judge, without an invitation', () => {
  it('knows a peer by its key, whatever its address and name are now', () => {
    expect(judge({ where: 'elsewhere:1', name: 'bob', fingerprint: key(1), known })).toEqual({
      verdict: 'known',
      known: ana,
    });
    expect(judge({ where: undefined, fingerprint: key(2), known })).toEqual({ verdict: 'known', known: bob });
  });

  it('meets a stranger for the first time', () => {
    expect(judge({ where: 'new.example:7373', name: 'Carl', fingerprint: key(3), known })).toEqual({
      verdict: 'first contact',
    });
    expect(judge({ where: undefined, fingerprint: key(3), known })).toEqual({ verdict: 'first contact' });
    expect(judge({ where: undefined, fingerprint: key(3), known: [] })).toEqual({ verdict: 'first contact' });
  });

  it('refuses a new key at a known address', () => {
    expect(judge({ where: 'ana.example:7373', fingerprint: key(3), known })).toEqual({
      verdict: 'changed',
      known: ana,
      reason: 'Ana had another key before',
    });
  });

  it('lets two people have one name', () => {
    const met = { where: 'new.example:7373', name: 'bob', fingerprint: key(3), known };
    expect(judge(met)).toEqual({ verdict: 'first contact' });
  });

  it.each(['Dan', 'DAN', 'ｄａｎ'])(
    'refuses a new key under the same name at a loopback address: %s',
    (name) => {
      const dan = peer(4, 'Dan', 'localhost:7373');
      expect(judge({ where: 'localhost:7373', name, fingerprint: key(3), known: [dan] })).toMatchObject({
        verdict: 'changed',
        known: dan,
      });
    },
  );

  it('takes another port for another address', () => {
    expect(judge({ where: 'ana.example:7374', fingerprint: key(3), known })).toEqual({
      verdict: 'first contact',
    });
  });

  it('does not take two peers for one because neither has a name', () => {
    const nameless = [peer(5, '', 'a.example:1')];
    expect(judge({ where: 'b.example:1', name: '', fingerprint: key(3), known: nameless })).toEqual({
      verdict: 'first contact',
    });
  });

  it('names a nameless peer by its address', () => {
    const nameless = [peer(5, '', 'a.example:1')];
    expect(judge({ where: 'a.example:1', fingerprint: key(3), known: nameless })).toMatchObject({
      reason: 'a.example:1 had another key before',
    });
  });

  it.each([
    'localhost:7373',
    '127.0.0.1:7373',
    '127.9.9.9:7373',
    '[::1]:7373',
    '[0:0:0:0:0:0:0:1]:7373',
    '[::ffff:127.0.0.1]:7373',
    'box.localhost:7373',
  ])('learns nothing from the loopback address %s alone', (where) => {
    expect(judge({ where, fingerprint: key(3), known: [peer(1, 'Ana', where)] })).toEqual({
      verdict: 'first contact',
    });
  });

  it.each(['128.0.0.1:7373', 'localhost.example:7373', '[::2]:7373'])(
    'learns from %s, which is no loopback address',
    (where) => {
      expect(judge({ where, fingerprint: key(3), known: [peer(1, 'Ana', where)] })).toMatchObject({
        verdict: 'changed',
      });
    },
  );
});
