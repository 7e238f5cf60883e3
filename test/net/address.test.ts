import { expect, test } from 'vitest';
import { formatAddress, householdOf, isLoopback, parseAddress, zoneHint } from '../../src/net/address.ts';

test.each([
  [{ host: '192.0.2.7', port: 7373 }, '192.0.2.7:7373'],
  [{ host: '2001:db8::7', port: 1 }, '[2001:db8::7]:1'],
  [{ host: 'fe80::1%eth0', port: 65535 }, '[fe80::1%eth0]:65535'],
  [{ host: 'host.example', port: 0 }, 'host.example:0'],
])('%o is written as %s and read back', (address, text) => {
  expect(formatAddress(address)).toBe(text);
  expect(parseAddress(text)).toEqual(address);
});

test('an IPv4 address that came through IPv6 is written as people know it', () => {
  expect(formatAddress({ host: '::ffff:192.0.2.7', port: 5 })).toBe('192.0.2.7:5');
});

test.each(['', ':', 'host', 'host:', ':1', 'a:b:1', '[::1]', '[::1]:x', 'host:65536', 'memory:a'])(
  '%j is no address',
  (text) => {
    expect(parseAddress(text)).toBeUndefined();
  },
);

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['128.0.0.1', false],
  ['::2', false],
  ['::ffff:10.0.0.1', false],
  ['127.example', false],
])('loopback: %s is %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback);
});

test.each([
  ['fe80::1', 'such as fe80::1%eth0'],
  ['FEBF::1%nowhere', 'such as FEBF::1%eth0'],
  ['fec0::1', undefined],
  ['2001:db8::1', undefined],
  ['fe80.example', undefined],
])('%s: the missing zone is %s', (host, hint) => {
  expect(zoneHint(host)?.replace(/.*, /, '')).toBe(hint);
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::7', '2001:db8:0:0'],
  ['2001::1:2:3:4:5', '2001:0:0:1'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['unknown', 'unknown'],
])('%s is of the household %s', (host, household) => {
  expect(householdOf(host)).toBe(household);
});
