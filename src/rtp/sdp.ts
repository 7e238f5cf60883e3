import { isIPv6 } from 'node:net';
import { VP9_PAYLOAD_TYPE } from './payload-types.ts';
import { VIDEO_CLOCK_RATE } from './video.ts';

/** The session description (RFC 8866) of our plain video at an address, for players such as ffplay. */
export function writeSdp({ host, port }: { host: string; port: number }): string {
  const address = `${isIPv6(host) ? 'IP6' : 'IP4'} ${host}`;
  return [
    'v=0',
    `o=- 0 0 IN ${address}`,
    's=vtalk',
    `c=IN ${address}`,
    't=0 0',
    `m=video ${port} RTP/AVP ${VP9_PAYLOAD_TYPE}`,
    `a=rtpmap:${VP9_PAYLOAD_TYPE} VP9/${VIDEO_CLOCK_RATE}`,
    '',
  ].join('\r\n');
}
