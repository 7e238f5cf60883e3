/** Where one end of a socket is. IPv6 addresses stand bare, with their zone ("fe80::1%eth0") where they have one. */
export interface Address {
  host: string;
  /** 0-65535. */
  port: number;
}

const MAPPED_IPV4 = /^::ffff:(?=\d+\.)/i;

/** An IPv4 address that came through a dual-stack socket, as people write it; others unchanged. */
export const plainHost = (host: string): string => host.replace(MAPPED_IPV4, '');

/** "192.0.2.7:7373" or "[2001:db8::7]:7373". */
export function formatAddress({ host, port }: Address): string {
  const plain = plainHost(host);
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`;
}

/** Reads what `formatAddress` writes, such as the `remote` of a link, so that it can be dialled again. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(?:\[([^[\]]+)\]|([^[\]:]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host !== undefined && port <= 65535 ? { host, port } : undefined;
}

/**
 * What to do when the system takes no link-local address: its zone, a network card of this machine (RFC 4007, 11), is
 * missing or unknown. Undefined for other addresses.
 */
export function zoneHint(host: string): string | undefined {
  const [address = ''] = host.split('%');
  const isLinkLocal = /^fe[89ab][0-9a-f]:/i.test(address);
  return isLinkLocal ? `say on which network card it is, such as ${address}%eth0` : undefined;
}

const GROUPS = 8;

/** As much of a numeric address as tells one household from another: of IPv6 the first 64 bits (RFC 6177). */
export function householdOf(host: string): string {
  const plain = plainHost(host);
  if (!plain.includes(':')) return plain;
  const [front = [], back = []] = plain.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(GROUPS - front.length - back.length).fill('0');
  return [...front, ...zeros, ...back].slice(0, GROUPS / 2).join(':');
}

/** Whether a numeric address belongs to this machine's loopback interface. */
export function isLoopback(host: string): boolean {
  const plain = plainHost(host);
  return plain === '::1' || /^127\.\d+\.\d+\.\d+$/.test(plain);
}
