import { isIPv6 } from 'node:net';
import type { Random } from '../base/random.ts';
import { formatFingerprint } from './fingerprint-text.ts';

/** Whom to call, as the user wrote it. */
export interface Where {
  /** A name or an address; IPv6 without brackets. */
  host: string;
  /** Undefined: the default one. */
  port: number | undefined;
  /** The key that the host must have, 32 bytes. */
  fingerprint?: Uint8Array;
  /** The secret that admits, 16 bytes. */
  token?: Uint8Array;
}

export interface Invitation {
  host: string;
  port: number;
  fingerprint: Uint8Array;
  token?: Uint8Array;
}

const FINGERPRINT_LENGTH = 32;
const TOKEN_LENGTH = 16;

/** A secret for one invitation. */
export const newToken = (random: Random): Uint8Array => random(TOKEN_LENGTH);

/** "host:port", IPv6 in brackets: how an address is dialled, shown and remembered. Names are lower case. */
export function formatAddress({ host, port }: { host: string; port: number }): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`.toLowerCase();
}

/** vtalk://host:port/#FINGERPRINT.TOKEN, or without ".TOKEN": what `parseWhere` reads. */
export function formatInvitation({ fingerprint, token, ...address }: Invitation): string {
  const secrets = [fingerprint, ...(token ? [token] : [])].map(formatFingerprint);
  return `vtalk://${formatAddress(address)}/#${secrets.join('.')}`;
}

/**
 * Reads host, host:port, [v6]:port, a bare v6, or an invitation. Undefined for anything else; also for an invitation
 * whose end is damaged, because calling without the fingerprint would be less safe than what was meant.
 */
export function parseWhere(text: string): Where | undefined {
  const [, invitation, fragment] = /^vtalk:\/\/([^/#]*)\/?(?:#(.*))?$/is.exec(text) ?? [];
  const address = parseAddress(invitation ?? text);
  if (!address || fragment === undefined) return address;
  const secrets = parseSecrets(fragment);
  return secrets && { ...address, ...secrets };
}

const HOST = /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,252}$/u;

function parseAddress(text: string): { host: string; port: number | undefined } | undefined {
  if (isIPv6(text)) return { host: text, port: undefined };
  const [, bracketed, name, digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? name;
  if (host === undefined || !(bracketed === undefined ? HOST.test(host) : isIPv6(host))) return undefined;
  const port = digits === undefined ? undefined : Number(digits);
  return port === undefined || (port > 0 && port < 0x10000) ? { host, port } : undefined;
}

function parseSecrets(text: string): Pick<Where, 'fingerprint' | 'token'> | undefined {
  const [first = '', second, ...more] = text.split('.');
  const fingerprint = parseBytes(first, FINGERPRINT_LENGTH);
  if (!fingerprint || more.length > 0) return undefined;
  if (second === undefined) return { fingerprint };
  const token = parseBytes(second, TOKEN_LENGTH);
  return token && { fingerprint, token };
}

/** Node skips characters that are not base64url: only what would be written so again is right. */
function parseBytes(text: string, length: number): Uint8Array | undefined {
  const bytes = new Uint8Array(Buffer.from(text, 'base64url'));
  return bytes.length === length && formatFingerprint(bytes) === text ? bytes : undefined;
}
