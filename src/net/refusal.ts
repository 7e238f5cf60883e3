import { ExitCode, reasonOf, VtalkError } from '../base/errors.ts';
import { formatAddress, zoneHint } from './address.ts';
import type { Address } from './address.ts';
import { codeOf } from './reasons.ts';

/** Why nobody could be dialled, and what to do about it. */
const refused = (message: string, hint: string, cause?: unknown): VtalkError =>
  new VtalkError(message, { exitCode: ExitCode.refused, hint, cause });

const startThere = ({ port }: Address): string => `start it there: vtalk listen --port ${port}`;
const SPEAKS_SOMETHING_ELSE =
  /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|BAD_RECORD_TYPE)$/;

/** What an error of the connection or of the handshake means to the user. */
export function refusal(error: unknown, address: Address): VtalkError {
  const where = formatAddress(address);
  const code = codeOf(error);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return refused(`unknown host ${address.host}`, 'check the name, or use the IP address', error);
    case 'ECONNREFUSED':
      return refused(`${where} refused the connection`, startThere(address), error);
    case 'ECONNRESET':
    case 'EPIPE':
      return refused(`${where} closed the connection`, startThere(address), error);
    case 'ETIMEDOUT':
      return noAnswer(where, error);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return refused(`there is no way to ${where}`, 'check the address and the network', error);
  }
  const noZone = zoneHint(address.host);
  if (code === 'EINVAL' && noZone !== undefined) return refused(`there is no way to ${where}`, noZone, error);
  if (SPEAKS_SOMETHING_ELSE.test(code))
    return refused(`${where} does not speak TLS`, startThere(address), error);
  if (code.startsWith('ERR_SSL_')) return unfit('another protocol', address, error);
  return refused(`can not connect to ${where} (${code || reasonOf(error)})`, startThere(address), error);
}

/** Nothing happened for `timeoutMs`; `connecting`: not even the TCP connection came about. */
export function timedOut(address: Address, timeoutMs: number, connecting: boolean): VtalkError {
  const where = formatAddress(address);
  if (connecting) return noAnswer(where);
  return refused(`${where} said nothing for ${timeoutMs / 1000} s`, startThere(address));
}

/** There is TLS at the other end, but not ours. */
export const unfit = (reason: string, address: Address, cause?: unknown): VtalkError =>
  refused(`${formatAddress(address)} speaks TLS, but not vtalk (${reason})`, startThere(address), cause);

const noAnswer = (where: string, cause?: unknown): VtalkError =>
  refused(
    `no answer from ${where}`,
    'a firewall there may be in the way: open the port for TCP and UDP',
    cause,
  );
