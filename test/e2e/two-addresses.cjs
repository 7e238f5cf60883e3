// Loaded into the program before it begins: "two.test" has an IPv6 address and an IPv4 one, in this order, as a host has
// whose name says more than its firewall lets through.
const dns = require('node:dns');

const NAME = 'two.test';
const ADDRESSES = [
  { address: '::1', family: 6 },
  { address: '127.0.0.1', family: 4 },
];

const { lookup } = dns;
dns.lookup = (host, options, callback) => {
  if (host !== NAME) return lookup(host, options, callback);
  const [{ address, family }] = ADDRESSES;
  process.nextTick(() => (options.all ? callback(null, ADDRESSES) : callback(null, address, family)));
};
