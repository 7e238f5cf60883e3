import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, formatInvitation, newToken, parseWhere } from '../../src/secure/invitation.ts';
import { sameBytes } from '../../src/secure/same-bytes.ts';
import { seededRandom } from './packets.ts';

const FINGERPRINT = Uint8Array.from({ length: 32 }, (_, at) => at * 7);
const TOKEN = Uint8Array.from({ length: 16 }, (_, at) => 255 - at);
const FINGERPRINT_TEXT = 'AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK-2vcTL0tk';
const TOKEN_TEXT = '__79_Pv6-fj39vX08_Lx8A';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('parseWhere', () => {
  it.each([
    ['ana.example.org', { host: 'ana.example.org', port: undefined }],
    ['ana:7000', { host: 'ana', port: 7000 }],
    ['my_host:1', { host: 'my_host', port: 1 }],
    ['käse.example:65535', { host: 'käse.example', port: 65535 }],
    ['192.0.2.7', { host: '192.0.2.7', port: undefined }],
    ['192.0.2.7:7373', { host: '192.0.2.7', port: 7373 }],
    ['::1', { host: '::1', port: undefined }],
    ['2001:db8::7:7373', { host: '2001:db8::7:7373', port: undefined }],
    ['fe80::1%eth0', { host: 'fe80::1%eth0', port: undefined }],
    ['[2001:db8::7]', { host: '2001:db8::7', port: undefined }],
    ['[2001:db8::7]:7373', { host: '2001:db8::7', port: 7373 }],
    ['vtalk://ana:7000/', { host: 'ana', port: 7000 }],
    ['vtalk://ana', { host: 'ana', port: undefined }],
    ['VTALK://[::1]:9', { host: '::1', port: 9 }],
    [`vtalk://ana:7000/#${FINGERPRINT_TEXT}`, { host: 'ana', port: 7000, fingerprint: FINGERPRINT }],
    [`vtalk://ana#${FINGERPRINT_TEXT}`, { host: 'ana', port: undefined, fingerprint: FINGERPRINT }],
    [
      `vtalk://[::1]:7000/#${FINGERPRINT_TEXT}.${TOKEN_TEXT}`,
      { host: '::1', port: 7000, fingerprint: FINGERPRINT, token: TOKEN },
    ],
  ])('reads %s', (text, where) => {
    expect(parseWhere(text)).toEqual(where);
  });

  it.each([
    '',
    ':7373',
    'ana:',
    'ana:0',
    'ana:65536',
    'ana:1e3',
    'ana:+7',
    'ana:7:7',
    'ana smith',
    '-oProxyCommand=x',
    'ana\n',
    'ana/room',
    'ana@host',
    '[ana]:7',
    '[::1',
    '::1]:7',
    '[::1]7',
    'x'.repeat(254),
    'ssh://ana/room',
    'https://ana/',
    'vtalk://',
    'vtalk://ana/room',
    'vtalk://me@ana/',
  ])('does not read %j', (text) => {
    expect(parseWhere(text)).toBeUndefined();
  });

  it.each([
    '',
    '.',
    FINGERPRINT_TEXT.slice(1),
    `${FINGERPRINT_TEXT}A`,
    `${FINGERPRINT_TEXT}=`,
    `${FINGERPRINT_TEXT}.`,
    `${FINGERPRINT_TEXT.slice(0, -1)}l`,
    `${FINGERPRINT_TEXT}.${TOKEN_TEXT.slice(1)}`,
    `${FINGERPRINT_TEXT}.${TOKEN_TEXT}.`,
    `.${TOKEN_TEXT}`,
    `${FINGERPRINT_TEXT} `,
    FINGERPRINT_TEXT.replace('-', '+'),
  ])('does not take an invitation without its end seriously: #%s', (fragment) => {
    expect(parseWhere(`vtalk://ana:7000/#${fragment}`)).toBeUndefined();
  });

  it('never throws on any text', () => {
    const pieces = fc.constantFrom(
      'vtalk://',
      '[',
      ']',
      ':',
      '::1',
      '7373',
      '/',
      '#',
      '.',
      FINGERPRINT_TEXT,
      'ana',
    );
    const text = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (where) => {
        const read = parseWhere(where);
        if (read?.port !== undefined) expect(read.port).toBeGreaterThan(0);
        if (read) expect(read.host).not.toMatch(/[\s/@#]|^-/u);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('formatInvitation', () => {
  it('writes what can be sent by mail', () => {
    expect(formatInvitation({ host: 'ana', port: 7000, fingerprint: FINGERPRINT, token: TOKEN })).toBe(
      `vtalk://ana:7000/#${FINGERPRINT_TEXT}.${TOKEN_TEXT}`,
    );
  });

  it('writes what parseWhere reads', () => {
    const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
    const port = fc.integer({ min: 1, max: 65535 });
    const withToken = fc.record({ host, port, fingerprint: bytes(32), token: bytes(16) });
    const withoutToken = fc.record({ host, port, fingerprint: bytes(32) });
    fc.assert(
      fc.property(fc.oneof(withToken, withoutToken), (invitation) => {
        expect(parseWhere(formatInvitation(invitation))).toEqual({
          ...invitation,
          host: invitation.host.toLowerCase(),
        });
      }),
    );
  });
});

describe('formatAddress', () => {
  it('puts IPv6 into brackets and names in lower case', () => {
    expect(formatAddress({ host: 'Ana.Example', port: 7373 })).toBe('ana.example:7373');
    expect(formatAddress({ host: '2001:DB8::7', port: 7373 })).toBe('[2001:db8::7]:7373');
  });
});

describe('tokens', () => {
  it('are 16 bytes, new each time', () => {
    const random = seededRandom('tokens');
    const token = newToken(random);
    expect(token).toHaveLength(16);
    expect(sameBytes(token, newToken(random))).toBe(false);
  });

  it('are compared whole', () => {
    expect(sameBytes(TOKEN, TOKEN.slice())).toBe(true);
    expect(sameBytes(TOKEN, TOKEN.subarray(1))).toBe(false);
    expect(sameBytes(TOKEN, TOKEN.with(15, 0))).toBe(false);
    expect(sameBytes(new Uint8Array(0), TOKEN)).toBe(false);
  });
});
