import type { KnownPeer } from '../base/peers.ts';
import { textWidth } from '../base/width.ts';

/** A peer as `vtalk peers --json` tells of it. */
export type PeerDescription = KnownPeer & { trust: 'known' | 'verified' };

export const describePeer = (peer: KnownPeer): PeerDescription => ({
  trust: peer.verifiedAt === undefined ? 'known' : 'verified',
  ...peer,
});

const HEADING = ['name', 'trust', 'last seen', 'where', 'key'];

/** One peer a line, under a heading, in columns. */
export function formatPeers(peers: readonly KnownPeer[]): string {
  if (peers.length === 0) return 'nobody is known yet: whoever you have a call with is remembered';
  const rows = [HEADING, ...peers.map(row)];
  const widths = HEADING.map((_, column) => Math.max(...rows.map((cells) => textWidth(cells[column] ?? ''))));
  return rows.map((cells) => formatRow(cells, widths)).join('\n');
}

const row = (peer: KnownPeer): string[] => [
  peer.name || '-',
  describePeer(peer).trust,
  peer.lastSeen.slice(0, 10),
  peer.where ?? '-',
  peer.fingerprint,
];

const formatRow = (cells: readonly string[], widths: readonly number[]): string =>
  cells
    .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - textWidth(cell)))
    .join('  ')
    .trimEnd();
