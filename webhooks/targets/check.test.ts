/** What may be a target and what may not, as its owner writes it and as its name resolves. */
import { describe, expect, test } from 'vitest';
import { AllowList } from './allow-list.js';
import { TargetCheck } from './check.js';
import { type Resolve, ResolveError } from './resolver.js';
import type { TargetRules } from './rules.js';

const RULES: TargetRules = {
  allowLoopback: false,
  allow: new AllowList([]),
  ports: [443, 8443],
  nameServers: [],
};

/** What names resolve to, beside those that say it themselves. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'public.example': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'ten.example': ['10.1.2.3'],
  'one-of-two.example': ['93.184.215.14', '192.168.1.1'],
  'six-of-two.example': ['93.184.215.14', 'fd12:3456::1'],
  'empty.example': [],
  localhost: ['127.0.0.1', '::1'],
};

const resolve: Resolve = async (name) => {
  const addresses = NAMES[name] ?? (name.startsWith('at.') ? [literalIn(name)] : undefined);
  if (name === 'silent.example') throw new ResolveError('no answer', false);
  if (addresses === undefined || addresses.length === 0) throw new ResolveError('no such name', true);
  return addresses;
};

/** `at.10-0-0-1.example` and `at.fe80--1.v6.example`. */
function literalIn(name: string): string {
  const [, text = '', family] = name.split('.');
  return text.replaceAll('-', family === 'v6' ? ':' : '.');
}

const reasonOf = async (url: string, rules: Partial<TargetRules> = {}) =>
  (await new TargetCheck({ ...RULES, ...rules }, resolve).refusalOf(url))?.reason;

test.each([
  'https://public.example/hook',
  'https://public.example',
  'https://PUBLIC.example/hook?token=a%20b',
  'https://public.example:443/hook',
  'https://public.example:8443/hook',
  'HTTPS://public.example/hook',
  // It may be answered for later, and is checked again then.
  'https://silent.example/hook',
])('%s is a target', async (url) => {
  expect(await reasonOf(url)).toBeUndefined();
});

describe('refused for its URL', () => {
  test.each([
    // Not http, or not on the internet at all.
    ['http://public.example/hook', 'scheme'],
    ['ftp://public.example/hook', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['gopher://public.example:70/_x', 'scheme'],
    ['data:text/plain,x', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['ws://public.example/hook', 'scheme'],
    ['public.example/hook', 'malformed'],
    ['//public.example/hook', 'malformed'],
    ['', 'malformed'],
    ['https://', 'malformed'],
    ['https:///public.example/hook', 'malformed'],
    ['https:public.example/hook', 'malformed'],
    ['https://exa mple.example/', 'malformed'],
    [' https://public.example/', 'malformed'],
    ['https://public.example/\n', 'malformed'],
    ['https://pub\tlic.example/', 'malformed'],
    ['https:\\\\public.example\\hook', 'malformed'],
    ['https://public.example\\@127.0.0.1/', 'malformed'],
    ['https://%31%32%37.0.0.1/', 'malformed'],
    ['https://public.example%00.evil.example/', 'malformed'],
    // User names and passwords, however empty.
    ['https://user@public.example/', 'credentials'],
    ['https://user:password@public.example/', 'credentials'],
    ['https://@public.example/', 'credentials'],
    ['https://:@public.example/', 'credentials'],
    ['https://public.example:443@127.0.0.1/', 'credentials'],
    ['https://public.example/#part', 'fragment'],
    ['https://public.example/#', 'fragment'],
    // Ports.
    ['https://public.example:22/', 'port'],
    ['https://public.example:80/', 'port'],
    ['https://public.example:6379/', 'port'],
    ['https://public.example:0/', 'port'],
    ['https://public.example:65536/', 'malformed'],
    // Addresses in every spelling that WHATWG URL knows.
    ['https://127.0.0.1/', 'loopback_address'],
    ['https://2130706433/', 'loopback_address'],
    ['https://0x7f000001/', 'loopback_address'],
    ['https://017700000001/', 'loopback_address'],
    ['https://0177.0.0.1/', 'loopback_address'],
    ['https://0x7f.0.0.1/', 'loopback_address'],
    ['https://127.1/', 'loopback_address'],
    ['https://127.0.1/', 'loopback_address'],
    ['https://0x7f.1/', 'loopback_address'],
    ['https://127.0.0.1./', 'loopback_address'],
    ['https://127.255.255.254:8443/', 'loopback_address'],
    ['https://１２７.０.０.１/', 'loopback_address'],
    ['https://127。0。0。1/', 'loopback_address'],
    ['https://①②⑦.0.0.1/', 'loopback_address'],
    ['https://0/', 'reserved_address'],
    ['https://0.0.0.0/', 'reserved_address'],
    ['https://10.0.0.1/', 'private_address'],
    ['https://167772161/', 'private_address'],
    ['https://172.16.0.1/', 'private_address'],
    ['https://192.168.0.1/', 'private_address'],
    ['https://0300.0250.0.1/', 'private_address'],
    ['https://100.64.0.1/', 'shared_address'],
    ['https://169.254.1.1/', 'link_local_address'],
    ['https://169.254.169.254/latest/meta-data/', 'metadata_address'],
    ['https://2852039166/latest/meta-data/', 'metadata_address'],
    ['https://0xa9fea9fe/', 'metadata_address'],
    ['https://168.63.129.16/', 'metadata_address'],
    ['https://224.0.0.1/', 'multicast_address'],
    ['https://255.255.255.255/', 'reserved_address'],
    ['https://240.0.0.1/', 'reserved_address'],
    ['https://192.0.2.1/', 'reserved_address'],
    ['https://198.18.0.1/', 'reserved_address'],
    ['https://256.256.256.256/', 'malformed'],
    ['https://1.2.3.4.5/', 'malformed'],
    ['https://93.184.215.14/', 'ip_literal'],
    ['https://1572394766/', 'ip_literal'],
    ['https://[::1]/', 'loopback_address'],
    ['https://[0:0:0:0:0:0:0:1]/', 'loopback_address'],
    ['https://[::]/', 'reserved_address'],
    ['https://[::ffff:127.0.0.1]/', 'mapped_address'],
    ['https://[::ffff:7f00:1]/', 'mapped_address'],
    ['https://[::127.0.0.1]/', 'reserved_address'],
    ['https://[64:ff9b::7f00:1]/', 'nat64_address'],
    ['https://[64:ff9b:1::10.0.0.1]/', 'nat64_address'],
    ['https://[2002:7f00:1::]/', 'transition_address'],
    ['https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/', 'transition_address'],
    ['https://[fe80::1]/', 'link_local_address'],
    ['https://[fe80::1%25eth0]/', 'zone_id'],
    ['https://[fe80::1%eth0]/', 'zone_id'],
    ['https://[fd00::1]/', 'private_address'],
    ['https://[fec0::1]/', 'private_address'],
    ['https://[fd00:ec2::254]/', 'metadata_address'],
    ['https://[ff02::1]/', 'multicast_address'],
    ['https://[2001:db8::1]/', 'reserved_address'],
    ['https://[3fff::1]/', 'reserved_address'],
    ['https://[100::1]/', 'reserved_address'],
    ['https://[4000::1]/', 'reserved_address'],
    ['https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/', 'ip_literal'],
    ['https://[v1.x]/', 'ip_literal'],
    // Names of this machine, and names that are written otherwise than they are looked up.
    ['https://localhost/', 'localhost'],
    ['https://LOCALHOST/', 'localhost'],
    ['https://a.localhost/', 'localhost'],
    ['https://localhost./', 'trailing_dot'],
    ['https://public.example./', 'trailing_dot'],
    ['https://bücher.example/', 'idn'],
    ['https://ⓟublic.example/', 'idn'],
    ['https://public。example/', 'idn'],
  ])('%j: %s', async (url, want) => {
    expect(await reasonOf(url)).toBe(want);
  });
});

describe('refused for where its name leads', () => {
  test.each([
    ['ten.example', 'private_address'],
    ['one-of-two.example', 'private_address'],
    ['six-of-two.example', 'private_address'],
    ['empty.example', 'unresolvable'],
    ['missing.example', 'unresolvable'],
    ['a..example', 'unresolvable'],
    ['at.127-0-0-1.example', 'loopback_address'],
    ['at.127-8-8-8.example', 'loopback_address'],
    ['at.0-0-0-0.example', 'reserved_address'],
    ['at.10-255-255-255.example', 'private_address'],
    ['at.172-31-255-255.example', 'private_address'],
    ['at.192-168-255-1.example', 'private_address'],
    ['at.100-127-255-255.example', 'shared_address'],
    ['at.169-254-0-1.example', 'link_local_address'],
    ['at.169-254-169-254.example', 'metadata_address'],
    ['at.100-100-100-200.example', 'metadata_address'],
    ['at.192-0-0-192.example', 'metadata_address'],
    ['at.224-1-1-1.example', 'multicast_address'],
    ['at.192-0-0-1.example', 'reserved_address'],
    ['at.192-88-99-1.example', 'reserved_address'],
    ['at.198-51-100-7.example', 'reserved_address'],
    ['at.203-0-113-7.example', 'reserved_address'],
    ['at.--1.v6.example', 'loopback_address'],
    ['at.--.v6.example', 'reserved_address'],
    ['at.--ffff-a00-1.v6.example', 'mapped_address'],
    ['at.--ffff-0-a00-1.v6.example', 'mapped_address'],
    ['at.64-ff9b--a00-1.v6.example', 'nat64_address'],
    ['at.64-ff9b-1--1.v6.example', 'nat64_address'],
    ['at.2002-a00-1--.v6.example', 'transition_address'],
    ['at.2001--1.v6.example', 'transition_address'],
    ['at.fe80--1.v6.example', 'link_local_address'],
    ['at.fc00--1.v6.example', 'private_address'],
    ['at.ff05--1.v6.example', 'multicast_address'],
    ['at.2001-db8--1.v6.example', 'reserved_address'],
    ['at.2001-2--1.v6.example', 'reserved_address'],
    ['at.2001-10--1.v6.example', 'reserved_address'],
    ['at.5f00--1.v6.example', 'reserved_address'],
  ])('%s: %s', async (name, want) => {
    expect(await reasonOf(`https://${name}/hook`)).toBe(want);
  });
});

describe('what an operator allows', () => {
  const allow = new AllowList(['hooks.corp.example', '*.in.example', '10.20.0.0/16', 'fd12:3456::/32']);

  test.each([
    ['https://hooks.corp.example/', 'unresolvable'],
    ['https://ten.example/', 'private_address'],
    ['https://at.10-20-3-4.example/', undefined],
    ['https://at.10-21-3-4.example/', 'private_address'],
    ['https://10.20.3.4/', undefined],
    ['https://10.20.3.4:22/', 'port'],
    ['https://10.21.3.4/', 'private_address'],
    ['http://10.20.3.4/', 'scheme'],
    ['https://six-of-two.example/', undefined],
    // An address of the other family that holds an allowed one is another address.
    ['https://[::ffff:10.20.3.4]/', 'mapped_address'],
    ['https://[64:ff9b::a14:304]/', 'nat64_address'],
  ])('%s: %s', async (url, want) => {
    expect(await reasonOf(url, { allow })).toBe(want);
  });

  test('names may be anywhere, and only they', async () => {
    const names = new AllowList(['ten.example', '*.10-1-1-1.example']);
    expect(await reasonOf('https://ten.example/', { allow: names })).toBeUndefined();
    expect(await reasonOf('https://TEN.example/', { allow: names })).toBeUndefined();
    expect(await reasonOf('https://at.10-1-1-1.example/', { allow: names })).toBeUndefined();
    expect(await reasonOf('https://at.10-1-1-2.example/', { allow: names })).toBe('private_address');
    expect(await reasonOf('https://one-of-two.example/', { allow: names })).toBe('private_address');
  });

  test.each(['10.0.0.1', 'http://x', '*', '*.', 'a b', '10.0.0.0/33', '0x7f', '[::1]', 'x.*.example'])(
    '%j is no entry',
    (entry) => {
      expect(() => new AllowList([entry])).toThrow(RangeError);
    },
  );
});

describe('in development, this machine', () => {
  test.each([
    ['http://127.0.0.1:3000/hook', undefined],
    ['http://localhost:3000/hook', undefined],
    ['https://localhost:3000/hook', undefined],
    ['http://[::1]:3000/hook', undefined],
    ['http://public.example/hook', 'scheme'],
    ['http://10.0.0.1/hook', 'scheme'],
    ['https://10.0.0.1/hook', 'private_address'],
    ['http://0.0.0.0:3000/', 'scheme'],
    ['http://user@localhost:3000/', 'credentials'],
    // A name of somebody else's is not this machine, wherever it leads.
    ['https://at.127-0-0-1.example/', 'loopback_address'],
  ])('%s: %s', async (url, want) => {
    expect(await reasonOf(url, { allowLoopback: true })).toBe(want);
  });
});
