import { afterAll, beforeAll, expect, test } from 'vitest';
import { NameServer } from '../../tests/support/name-server.js';
import { createResolver, ResolveError } from './resolver.js';

let names: NameServer;

beforeAll(async () => {
  names = await NameServer.start((name) => {
    if (name.startsWith('mute')) return undefined;
    if (name === 'both.test') return ['93.184.215.14', '2606:2800::1'];
    return name === 'six.test' ? ['2606:2800::2'] : [];
  });
});

afterAll(() => names.stop());

const resolve = (name: string) => createResolver([names.address])(name, false);

test('a name has the addresses of both families, or of one', async () => {
  expect(await resolve('both.test')).toEqual(['93.184.215.14', '2606:2800::1']);
  expect(await resolve('six.test')).toEqual(['2606:2800::2']);
});

test('a name that does not exist is told from one that nobody answers for', async () => {
  const error = (name: string) =>
    resolve(name).then(
      () => undefined,
      (reason: unknown) => reason,
    );
  const [missing, mute] = await Promise.all([error('missing.test'), error('mute.test')]);
  expect(missing).toBeInstanceOf(ResolveError);
  expect(missing).toMatchObject({ isFinal: true });
  expect(mute).toBeInstanceOf(ResolveError);
  expect(mute).toMatchObject({ isFinal: false });
});

test('names that nobody answers for keep no other waiting', async () => {
  const mute = Array.from({ length: 100 }, (_, index) => resolve(`mute-${index}.test`).catch(() => 'failed'));
  const started = performance.now();
  expect(await resolve('both.test')).toHaveLength(2);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(new Set(await Promise.all(mute))).toEqual(new Set(['failed']));
});

test('localhost is asked of nobody', async () => {
  expect(await createResolver([])('localhost', false)).toEqual(['127.0.0.1', '::1']);
  expect(await createResolver([])('a.localhost', true)).toEqual(['127.0.0.1', '::1']);
});
