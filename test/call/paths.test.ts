import { describe, expect, it } from 'vitest';
import type { Path } from '../../src/base/net.ts';
import { Paths } from '../../src/call/path/paths.ts';

function path(transport: 'udp' | 'tcp', remote = 'there'): Path & { open: boolean; admitted: boolean } {
  const made = {
    transport,
    remote,
    open: true,
    admitted: false,
    send: () => {},
    backlog: () => 0,
    admit: () => void (made.admitted = true),
    close: () => void (made.open = false),
  };
  return made;
}

describe('the paths of a host', () => {
  it('take the first on which something authentic came', () => {
    const paths = new Paths();
    const udp = path('udp');
    expect(paths.heard(udp, 0)).toBe(true);
    expect(paths.current).toBe(udp);
    expect(udp.admitted).toBe(true);
  });

  it('are not moved by whoever repeats a packet from elsewhere', () => {
    const paths = new Paths();
    const udp = path('udp');
    paths.heard(udp, 0);
    expect(paths.heard(path('udp', 'elsewhere'), 1)).toBe(false);
    expect(paths.heard(path('tcp'), 2)).toBe(false);
    expect(paths.current).toBe(udp);
  });

  it('move to the transport that the caller announced, and leave the old one a second later', () => {
    const paths = new Paths();
    const [udp, tcp] = [path('udp'), path('tcp')];
    paths.heard(udp, 0);
    paths.announced = 'tcp';
    expect(paths.heard(tcp, 100)).toBe(true);
    expect(paths.current).toBe(tcp);
    expect(paths.due()).toBe(1100);
    paths.tick(1099);
    expect(udp.open).toBe(true);
    paths.tick(1100);
    expect(udp.open).toBe(false);
  });
});

describe('the paths of a caller', () => {
  it('begin with the one that was dialled', () => {
    const paths = new Paths();
    const udp = path('udp');
    paths.try(udp, 0);
    expect(paths.current).toBe(udp);
  });

  it('move when the next one has proven itself', () => {
    const paths = new Paths();
    const [udp, tcp] = [path('udp'), path('tcp')];
    paths.try(udp, 0);
    paths.try(tcp, 10);
    expect([paths.current, paths.next]).toEqual([udp, tcp]);
    expect(paths.heard(tcp, 50)).toBe(true);
    expect([paths.current, paths.next]).toEqual([tcp, undefined]);
  });

  it('give up what does not prove itself within a second', () => {
    const paths = new Paths();
    const [tcp, udp] = [path('tcp'), path('udp')];
    paths.try(tcp, 0);
    paths.try(udp, 10);
    expect(paths.due()).toBe(1010);
    expect(paths.tick(1009)).toBeUndefined();
    expect(paths.tick(1010)).toBe('udp');
    expect(udp.open).toBe(false);
    expect(paths.current).toBe(tcp);
  });

  it('close all', () => {
    const paths = new Paths();
    const [udp, tcp, again] = [path('udp'), path('tcp'), path('udp', 'again')];
    paths.try(udp, 0);
    paths.try(tcp, 1);
    paths.heard(tcp, 2);
    paths.try(again, 3);
    paths.close();
    expect([udp.open, tcp.open, again.open]).toEqual([false, false, false]);
  });
});
