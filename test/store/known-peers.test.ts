import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VtalkError } from '../../src/base/errors.ts';
import type { KnownPeer } from '../../src/base/peers.ts';
import { changePeer, followKnownPeers, readKnownPeers, rememberPeer } from '../../src/store/known-peers.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const fingerprint = (letter: string): string => letter.repeat(43);

const ANA: KnownPeer = {
  fingerprint: fingerprint('a'),
  name: 'Ana Lima',
  where: 'example.org:7373',
  firstSeen: '2025-01-31T18:00:00Z',
  lastSeen: '2025-02-01T09:30:00.250Z',
};
const BOB: KnownPeer = { ...ANA, fingerprint: fingerprint('b'), name: '', where: undefined };

const fileIn = (directory: string): string => join(directory, 'known_peers');
const read = (directory: string): string => readFileSync(fileIn(directory), 'utf8');

/** A directory whose known_peers has these lines. */
function written(...lines: string[]): string {
  const directory = temporaryDirectory();
  writeFileSync(fileIn(directory), lines.map((line) => `${line}\n`).join(''));
  return directory;
}

describe('known_peers', () => {
  it('is empty before anyone was met, and reading makes nothing', () => {
    const directory = join(temporaryDirectory(), 'vtalk');
    expect(readKnownPeers(directory)).toEqual({ peers: [], badLines: 0 });
    expect(existsSync(directory)).toBe(false);
  });

  it('gives back who was remembered', () => {
    const directory = temporaryDirectory();
    rememberPeer(directory, ANA);
    rememberPeer(directory, BOB);
    expect(readKnownPeers(directory)).toEqual({ peers: [ANA, BOB], badLines: 0 });
  });

  it('is a file that people can read', () => {
    const directory = temporaryDirectory();
    rememberPeer(directory, ANA);
    rememberPeer(directory, BOB);
    expect(read(directory)).toBe(
      [
        '# fingerprint firstSeen lastSeen [verified] where name',
        `${ANA.fingerprint} 2025-01-31T18:00:00Z 2025-02-01T09:30:00.250Z example.org:7373 Ana Lima`,
        `${BOB.fingerprint} 2025-01-31T18:00:00Z 2025-02-01T09:30:00.250Z -`,
        '',
      ].join('\n'),
    );
  });

  it.skipIf(process.platform === 'win32')('is its owner`s alone, and so is the directory', () => {
    const directory = join(temporaryDirectory(), 'vtalk');
    rememberPeer(directory, ANA);
    expect([statSync(directory).mode & 0o777, statSync(fileIn(directory)).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
    expect(readdirSync(directory)).toEqual(['known_peers']);
  });

  it('keeps the name and first meeting of a peer that is met again, and takes the newer place and time', () => {
    const directory = temporaryDirectory();
    rememberPeer(directory, ANA);
    rememberPeer(directory, BOB);
    const again = {
      ...ANA,
      name: 'Eve',
      where: 'new.example:1',
      firstSeen: '2026-01-01T00:00:00Z',
      lastSeen: '2026-01-01T00:00:00Z',
    };
    rememberPeer(directory, again);
    expect(readKnownPeers(directory).peers).toEqual([
      { ...ANA, where: 'new.example:1', lastSeen: '2026-01-01T00:00:00Z' },
      BOB,
    ]);
  });

  it('does not forget the place of a peer that calls us, and learns the name of one that had none', () => {
    const directory = temporaryDirectory();
    rememberPeer(directory, { ...ANA, name: '' });
    rememberPeer(directory, { ...ANA, where: undefined });
    expect(readKnownPeers(directory).peers).toEqual([ANA]);
  });

  it('keeps the mark of who was verified, also when they are met again', () => {
    const directory = temporaryDirectory();
    const verified = { ...ANA, verifiedAt: '2025-02-03T00:00:00Z' };
    rememberPeer(directory, ANA);
    changePeer(directory, ANA.fingerprint, () => verified);
    expect(read(directory)).toContain(' 2025-02-03T00:00:00Z example.org:7373 Ana Lima\n');
    rememberPeer(directory, ANA);
    expect(readKnownPeers(directory).peers).toEqual([verified]);
  });

  it.each(['2025-02-03T00:00:00Z', '2025-02-03', 'verified', '- 2025-02-03 - Ana'])(
    'lets nobody pass for verified by the name of %j',
    (name) => {
      for (const where of ['example.org:7373', undefined]) {
        const directory = temporaryDirectory();
        rememberPeer(directory, { ...ANA, name, where });
        expect(readKnownPeers(directory).peers).toEqual([{ ...ANA, name, where }]);
      }
    },
  );

  it('changes one peer, or takes it out, and keeps all other lines', () => {
    const directory = temporaryDirectory();
    rememberPeer(directory, ANA);
    rememberPeer(directory, BOB);
    writeFileSync(fileIn(directory), `# friends\n${read(directory)}not a peer\n`);
    changePeer(directory, ANA.fingerprint, (peer) => ({ ...peer, name: 'Ana' }));
    expect(readKnownPeers(directory)).toEqual({ peers: [{ ...ANA, name: 'Ana' }, BOB], badLines: 1 });
    const others = read(directory).split('\n').toSpliced(2, 1);
    changePeer(directory, ANA.fingerprint, () => undefined);
    expect(read(directory).split('\n')).toEqual(others);
  });

  it('keeps comments, empty lines, bad lines and their order', () => {
    const lines = [
      '# my friends',
      '',
      `  ${ANA.fingerprint}\t2025-01-31   2025-02-01 -   Ana from work  `,
      'this is not a peer',
      `${fingerprint('c')} yesterday today -`,
      `#${fingerprint('d')} 2025-01-31 2025-02-01 - Dan`,
    ];
    const directory = written(...lines);
    expect(readKnownPeers(directory)).toMatchObject({
      peers: [{ name: 'Ana from work', where: undefined }],
      badLines: 2,
    });
    rememberPeer(directory, BOB);
    expect(read(directory).split('\n').slice(0, 6)).toEqual(lines);
    expect(readKnownPeers(directory)).toMatchObject({ peers: [{ name: 'Ana from work' }, BOB], badLines: 2 });
  });

  it('reads a file with Windows line ends and none at its end', () => {
    const directory = temporaryDirectory();
    writeFileSync(fileIn(directory), `# friends\r\n${ANA.fingerprint} 2025-01-31 2025-02-01 - Ana`);
    rememberPeer(directory, BOB);
    expect(readKnownPeers(directory)).toMatchObject({ peers: [{ name: 'Ana' }, BOB], badLines: 0 });
  });

  it.each([
    ['a fingerprint that is too short', `${fingerprint('a').slice(1)} 2025-01-31 2025-02-01 - Ana`],
    ['a fingerprint that is too long', `${fingerprint('a')}a 2025-01-31 2025-02-01 - Ana`],
    ['a missing date', `${fingerprint('a')} 2025-01-31 example.org:7373 - Ana`],
    ['a month that does not exist', `${fingerprint('a')} 2025-13-31 2025-02-01 - Ana`],
    ['no place', `${fingerprint('a')} 2025-01-31 2025-02-01`],
  ])('counts a line with %s as bad', (_, line) => {
    expect(readKnownPeers(written(line))).toEqual({ peers: [], badLines: 1 });
  });

  it('gives back any name on one line, so that no name adds a peer', () => {
    const directory = temporaryDirectory();
    const name = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\n', 'a\r\nb', '# x', '-', `\n${fingerprint('z')} 2025-01-31 2025-02-01 -`),
    );
    let count = 0;
    fc.assert(
      fc.property(name, (chosen) => {
        const one = { ...ANA, fingerprint: String(count++).padStart(43, '0'), name: chosen };
        rememberPeer(directory, one);
        const { peers, badLines } = readKnownPeers(directory);
        expect([peers.length, badLines]).toEqual([count, 0]);
        expect(peers.at(-1)).toEqual({ ...one, name: chosen.replace(/[\s\p{Cc}]+/gu, ' ').trim() });
      }),
    );
  });

  it('never throws on any text', () => {
    const directory = temporaryDirectory();
    const piece = fc.oneof(
      fc.constantFrom(fingerprint('a'), ' ', '\n', '2025-01-31', '-', '#'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        writeFileSync(fileIn(directory), pieces.join(''));
        const before = readKnownPeers(directory);
        rememberPeer(directory, BOB);
        expect(readKnownPeers(directory).badLines).toBe(before.badLines);
      }),
    );
  });

  it('is an error when it can not be read: trust would be lost', () => {
    const directory = temporaryDirectory();
    mkdirSync(fileIn(directory));
    expect(() => readKnownPeers(directory)).toThrow(VtalkError);
    expect(() => rememberPeer(directory, ANA)).toThrow(VtalkError);
  });
});

describe('who follows the file', () => {
  it('hears of whoever is remembered, renamed and forgotten later', () => {
    const directory = temporaryDirectory();
    const names = followNames(directory);
    expect(names()).toEqual([]);
    rememberPeer(directory, ANA);
    expect(names()).toEqual(['Ana Lima']);
    changePeer(directory, ANA.fingerprint, (peer) => ({ ...peer, name: 'Ann Lime' }));
    expect(names()).toEqual(['Ann Lime']);
    changePeer(directory, ANA.fingerprint, () => undefined);
    expect(names()).toEqual([]);
  });

  it('is given the very same list while it stays as it is', () => {
    const directory = temporaryDirectory();
    rememberPeer(directory, ANA);
    const known = followKnownPeers(directory);
    expect(known()).toBe(known());
  });

  it('keeps those it knew when the file can not be read any more', () => {
    const directory = temporaryDirectory();
    rememberPeer(directory, ANA);
    const names = followNames(directory);
    rmSync(fileIn(directory));
    mkdirSync(fileIn(directory));
    expect(names()).toEqual(['Ana Lima']);
  });
});

function followNames(directory: string): () => string[] {
  const known = followKnownPeers(directory);
  return () => known().map(({ name }) => name);
}
