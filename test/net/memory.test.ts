import { expect, test } from 'vitest';
import { memoryPair } from '../../src/net/memory.ts';
import type { Parcel } from '../../src/net/memory.ts';
import { bytesOf, RecordingSink } from './records.ts';
import { VirtualClock } from '../virtual-clock.ts';

test('a wire of the test decides when, whether and how often a datagram arrives', () => {
  const clock = new VirtualClock();
  const far = new RecordingSink();
  const slow = ({ datagram, arrive }: Parcel) => {
    const times = datagram.length - 1;
    for (let time = 0; time < times; time++) clock.at(clock.now() + 40, arrive);
  };
  const [near] = memoryPair(() => {}, far.datagram, { wire: slow });
  near.send(bytesOf('1'));
  near.send(bytesOf('22'));
  near.send(bytesOf('333'));
  clock.advance(39);
  expect(far.datagrams.items).toEqual([]);
  clock.advance(1);
  const texts = far.datagrams.items.map(({ bytes }) => Buffer.from(bytes).toString());
  expect(texts).toEqual(['22', '333', '333']);
  const [, second, third] = far.datagrams.items;
  expect(second?.bytes).not.toBe(third?.bytes);
});

test('a wire knows the direction, and may damage the bytes', () => {
  const directions: string[] = [];
  const [left, right] = [new RecordingSink(), new RecordingSink()];
  const [atA, atB] = memoryPair(left.datagram, right.datagram, {
    wire: ({ to, datagram, arrive }) => {
      directions.push(to);
      datagram.fill(0);
      arrive();
    },
  });
  const sent = Uint8Array.of(1);
  atA.send(sent);
  atB.send(sent);
  expect(directions).toEqual(['b', 'a']);
  expect(right.datagrams.items[0]).toEqual({ bytes: Uint8Array.of(0), path: atB });
  expect(left.datagrams.items[0]).toEqual({ bytes: Uint8Array.of(0), path: atA });
  expect(sent).toEqual(Uint8Array.of(1));
});
