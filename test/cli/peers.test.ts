import { describe, expect, it } from 'vitest';
import type { KnownPeer } from '../../src/base/peers.ts';
import { findPeer, operandFor } from '../../src/cli/find-peer.ts';
import { describePeer, formatPeers } from '../../src/cli/peer-table.ts';

const known = (letter: string, name: string, more: Partial<KnownPeer> = {}): KnownPeer => ({
  fingerprint: letter.repeat(43),
  name,
  where: undefined,
  firstSeen: '2025-01-31T18:00:00Z',
  lastSeen: '2025-02-01T09:30:00Z',
  ...more,
});

const ANA = known('a', 'ana');
const BEN = known('b', 'ben', { where: 'example.org:7373', verifiedAt: '2025-02-02T00:00:00Z' });
const NAMELESS = known('n', '');

describe('findPeer', () => {
  it.each([
    ['a name', 'ben', BEN],
    ['a name in other letters', 'Ｂen', BEN],
    ['a key', 'n'.repeat(43), NAMELESS],
  ])('finds by %s', (_, who, peer) => {
    expect(findPeer([ANA, BEN, NAMELESS], who)).toBe(peer);
  });

  it('refuses who is not known, and an empty name names nobody', () => {
    expect(() => findPeer([ANA, NAMELESS], 'ben')).toThrow('"ben" is not known');
    expect(() => findPeer([ANA, NAMELESS], '')).toThrow('"" is not known');
  });

  it('refuses a name that two bear, however each writes it', () => {
    expect(() => findPeer([ANA, known('e', 'Ana')], 'ana')).toThrow('2 known peers go by the name of "ana"');
  });

  it('lets nobody pass for another by a name that looks like a key', () => {
    expect(findPeer([known('e', ANA.fingerprint), ANA], ANA.fingerprint)).toBe(ANA);
  });
});

describe('operandFor', () => {
  it('is the name where that tells, else the key', () => {
    expect(operandFor(ANA, [ANA, BEN])).toBe('ana');
    expect(operandFor(ANA, [ANA, known('e', 'ANA')])).toBe(ANA.fingerprint);
    expect(operandFor(NAMELESS, [NAMELESS])).toBe(NAMELESS.fingerprint);
  });
});

describe('the list of peers', () => {
  it('is a table in columns, however wide a name is', () => {
    const wide = known('w', '日本');
    expect(formatPeers([ANA, BEN, wide, NAMELESS]).split('\n')).toEqual([
      'name  trust     last seen   where             key',
      `ana   known     2025-02-01  -                 ${'a'.repeat(43)}`,
      `ben   verified  2025-02-01  example.org:7373  ${'b'.repeat(43)}`,
      `日本  known     2025-02-01  -                 ${'w'.repeat(43)}`,
      `-     known     2025-02-01  -                 ${'n'.repeat(43)}`,
    ]);
  });

  it('says so when it is empty', () => {
    expect(formatPeers([])).toMatch(/^nobody is known yet/);
  });

  it('tells scripts the same, and when', () => {
    expect(describePeer(BEN)).toEqual({ ...BEN, trust: 'verified' });
    expect(describePeer(ANA)).toEqual({ ...ANA, trust: 'known' });
  });
});
