import { reasonOf } from '../base/errors.ts';

const WORDS: Record<string, string> = {
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the host can not be reached',
  ENETUNREACH: 'the network can not be reached',
  ENETDOWN: 'the network is down',
};

/** The system's name for what went wrong ("ECONNREFUSED"); empty when there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What ended a socket, for people. */
export const socketReason = (error: unknown): string => {
  const code = codeOf(error);
  return WORDS[code] ?? (code.startsWith('ERR_SSL_') ? 'the encryption was damaged' : reasonOf(error));
};
