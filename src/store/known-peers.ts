import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownPeer } from '../base/peers.ts';
import { makePrivateDirectory, readText, writeWhole } from './private-file.ts';

/*
 * One peer a line, to be read and edited by people:
 *
 *     # fingerprint firstSeen lastSeen [verified] where name
 *     MV9b23bQeMQ7isAGTkoBZGErH853yGk0W_yUx1iU7dM 2025-01-31T18:00:00Z 2025-02-01T09:30:00Z example.org:7373 Ana Lima
 *
 * "-" stands for an unknown where; the name is the rest of the line, and may be missing. Who was never verified has no
 * third date. It stands before anything that a peer may choose, so no name can pass for it. Empty lines and those
 * that begin with # are comments.
 */
const HEADING = '# fingerprint firstSeen lastSeen [verified] where name';

/** Everyone in the known_peers file of `directory`, in its order; `badLines` counts what could not be read as a peer. */
export function readKnownPeers(directory: string): { peers: KnownPeer[]; badLines: number } {
  const lines = readLines(fileIn(directory)).filter((line) => !isComment(line));
  const peers = lines.map(parseLine).filter((peer) => peer !== undefined);
  return { peers, badLines: lines.length - peers.length };
}

/**
 * Tells who is in known_peers, now and whenever it is asked again: the file is read anew when it has changed. Throws a
 * VtalkError when it can't be read at first; later those who were known stay known.
 */
export function followKnownPeers(directory: string): () => readonly KnownPeer[] {
  const path = fileIn(directory);
  let version = versionOf(path);
  let { peers } = readKnownPeers(directory);
  return () => {
    const latest = versionOf(path);
    if (latest === version) return peers;
    version = latest;
    try {
      ({ peers } = readKnownPeers(directory));
    } catch {
      // Whoever changed it will see.
    }
    return peers;
  };
}

/** Another one each time that the file is written or replaced. */
function versionOf(path: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch {
    return '';
  }
}

/**
 * Puts `peer` into known_peers. Of someone who is there already, name and firstSeen stay: the user may have written
 * them. All other lines are kept, bad ones too. Throws a VtalkError when the file can't be read or written.
 */
export function rememberPeer(directory: string, peer: KnownPeer): void {
  makePrivateDirectory(directory);
  const path = fileIn(directory);
  const lines = readLines(path);
  const at = lines.findIndex((line) => parseLine(line)?.fingerprint === peer.fingerprint);
  const former = parseLine(lines[at] ?? '');
  const line = formatLine(former ? merge(former, peer) : peer);
  const kept = lines.length > 0 ? lines : [HEADING];
  writeLines(path, former ? kept.with(at, line) : [...kept, line]);
}

/**
 * Puts what `change` makes of the peer with this fingerprint in its place; undefined takes it out. All other lines are
 * kept. Throws a VtalkError when the file can't be read or written.
 */
export function changePeer(
  directory: string,
  fingerprint: string,
  change: (peer: KnownPeer) => KnownPeer | undefined,
): void {
  makePrivateDirectory(directory);
  const path = fileIn(directory);
  const changed = readLines(path).map((line) => {
    const peer = parseLine(line);
    if (peer?.fingerprint !== fingerprint) return line;
    const next = change(peer);
    return next && formatLine(next);
  });
  writeLines(
    path,
    changed.filter((line) => line !== undefined),
  );
}

const fileIn = (directory: string): string => join(directory, 'known_peers');

const merge = (former: KnownPeer, peer: KnownPeer): KnownPeer => ({
  ...former,
  name: former.name || peer.name,
  where: peer.where ?? former.where,
  lastSeen: peer.lastSeen,
});

function readLines(path: string): string[] {
  const text = readText(path) ?? '';
  return text === '' ? [] : text.replace(/\n$/, '').split(/\r?\n/);
}

const writeLines = (path: string, lines: readonly string[]): void =>
  writeWhole(path, lines.map((line) => `${line}\n`).join(''), (temporary) => renameSync(temporary, path));

const isComment = (line: string): boolean => /^\s*(#|$)/.test(line);

const DATE = String.raw`\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?`;
const PEER = new RegExp(
  String.raw`^\s*([\w-]{43})\s+(${DATE})\s+(${DATE})(?:\s+(${DATE}))?\s+(\S+)(?:\s+(.*\S))?\s*$`,
);

function parseLine(line: string): KnownPeer | undefined {
  const [, fingerprint, firstSeen, lastSeen, verifiedAt, where, name = ''] = PEER.exec(line) ?? [];
  if (!fingerprint || !isDate(firstSeen) || !isDate(lastSeen)) return undefined;
  return {
    fingerprint,
    firstSeen,
    lastSeen,
    ...(isDate(verifiedAt) && { verifiedAt }),
    where: where === '-' ? undefined : where,
    name,
  };
}

const isDate = (text: string | undefined): text is string =>
  text !== undefined && !Number.isNaN(Date.parse(text));

function formatLine({
  fingerprint,
  firstSeen,
  lastSeen,
  verifiedAt = '',
  where = '-',
  name,
}: KnownPeer): string {
  // A name with a line break in it would add a peer of its own making.
  const oneLine = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const words = [fingerprint, firstSeen, lastSeen, verifiedAt, where, oneLine];
  return words.filter((word) => word !== '').join(' ');
}
