import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Wish } from '../../src/base/frame.ts';
import { readControl, writeControl } from '../../src/control/messages.ts';
import type { ControlMessage } from '../../src/control/messages.ts';

const wish: Wish = { width: 160, height: 90, fps: 30, pixelAspect: 1 };
const introduction = {
  name: 'ana',
  transport: 'udp',
  mux: false,
  wish,
  camera: { on: true },
  microphone: { on: true },
} as const;
const key = new Uint8Array(16).fill(1);
const salt = new Uint8Array(12).fill(2);

const everyMessage: ControlMessage[] = [
  { type: 'hello', version: 1, ...introduction },
  { type: 'hello', version: 1, ...introduction, token: new Uint8Array(16).fill(0xfe) },
  { type: 'ringing', name: 'bo' },
  {
    type: 'welcome',
    version: 1,
    ...introduction,
    transport: 'tcp',
    camera: { on: false, trouble: 'no camera' },
  },
  { type: 'refused', reason: 'declined' },
  { type: 'refused', reason: 'busy', text: 'later, please' },
  { type: 'key', kind: 'video', ssrc: 0xffffffff, key, salt },
  { type: 'wish', wish },
  { type: 'key', kind: 'audio', ssrc: 1, key, salt },
  { type: 'microphone', microphone: { on: false } },
  { type: 'camera', camera: { on: true } },
  { type: 'camera', camera: { on: true, trouble: 'clip.mp4 ended' } },
  { type: 'chat', id: 1, text: 'hello 👋🏽\nworld' },
  { type: 'received', id: 1 },
  { type: 'ping', id: 0 },
  { type: 'pong', id: Number.MAX_SAFE_INTEGER },
  { type: 'bye' },
];

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const read = (value: unknown) => readControl(encode(value));

/** The message as it lies on the wire, with some fields changed. */
function changed(message: ControlMessage, changes: Record<string, unknown>) {
  const fields: object = JSON.parse(Buffer.from(writeControl(message)).toString());
  return read({ ...fields, ...changes });
}

const [hello] = everyMessage;

test.each(everyMessage.map((message) => [JSON.stringify(message).slice(0, 60), message] as const))(
  'reads what it wrote: %s',
  (_, message) => {
    expect(readControl(writeControl(message))).toEqual(message);
  },
);

test('writes JSON with base64url', () => {
  const text = Buffer.from(writeControl({ type: 'key', kind: 'video', ssrc: 7, key, salt })).toString();
  expect(text).toBe(
    '{"type":"key","kind":"video","ssrc":7,"key":"AQEBAQEBAQEBAQEBAQEBAQ","salt":"AgICAgICAgICAgIC"}',
  );
});

test('every field that a message needs is needed', () => {
  const spare = new Set(['token', 'text', 'trouble']);
  for (const message of everyMessage) {
    for (const field of Object.keys(message).filter((name) => !spare.has(name) || message.type === 'chat')) {
      expect(changed(message, { [field]: undefined }), `${message.type} without ${field}`).toBeUndefined();
      expect(
        changed(message, { [field]: { no: 'sense' } }),
        `${message.type} with an odd ${field}`,
      ).toBeUndefined();
    }
  }
});

test.each([
  ['token', ''],
  ['token', 7],
  ['token', 'a+b/'],
  ['token', 'A'.repeat(100)],
  ['camera', { on: true, trouble: 5 }],
  ['camera', { on: 'yes' }],
  ['camera', []],
  ['transport', 'memory'],
  ['wish', { ...wish, width: '160' }],
  ['wish', { ...wish, fps: null }],
  ['version', '1'],
  ['version', -1],
])('a hello whose %s is %j makes no sense', (field, value) => {
  expect(changed(hello!, { [field]: value })).toBeUndefined();
});

test.each([
  ['ssrc', 2 ** 32],
  ['ssrc', -1],
  ['ssrc', 1.5],
  ['kind', 'smell'],
  ['key', 'AQEBAQEBAQEBAQEBAQEB'],
  ['salt', 'AgICAgICAgICAgICAgIC'],
])('a key whose %s is %j makes no sense', (field, value) => {
  expect(changed({ type: 'key', kind: 'video', ssrc: 1, key, salt }, { [field]: value })).toBeUndefined();
});

test('a wish is brought into its range', () => {
  const reads = (asked: Partial<Wish>) => read({ type: 'wish', wish: { ...wish, ...asked } });
  expect(reads({ width: 100000, height: -5 })).toEqual({
    type: 'wish',
    wish: { ...wish, width: 4096, height: 2 },
  });
  expect(reads({ width: 80.4, fps: 0 })).toEqual({ type: 'wish', wish: { ...wish, width: 80, fps: 1 } });
  expect(reads({ fps: 12.5, pixelAspect: 99 })).toEqual({
    type: 'wish',
    wish: { ...wish, fps: 12.5, pixelAspect: 5 },
  });
  expect(
    readControl(Buffer.from('{"type":"wish","wish":{"width":1e999,"height":9,"fps":61,"pixelAspect":0}}')),
  ).toEqual({
    type: 'wish',
    wish: { width: 4096, height: 9, fps: 60, pixelAspect: 0.2 },
  });
});

test('the hello of another version tells its version, whatever else it holds', () => {
  expect(read({ type: 'hello', version: 2, who: 'a newcomer' })).toMatchObject({
    type: 'hello',
    version: 2,
    name: 'someone',
  });
});

test('the welcome of another version makes no sense', () => {
  expect(read({ type: 'welcome', ...introduction, version: 2 })).toBeUndefined();
});

test('fields that are not ours are left out', () => {
  expect(read({ type: 'bye', why: 'x' })).toEqual({ type: 'bye' });
  expect(read({ type: 'wish', wish: { ...wish, depth: 3 }, __proto__: { a: 1 } })).toEqual({
    type: 'wish',
    wish,
  });
});

test.each(['file', '', 'constructor', '__proto__', 'toString', 'Hello'])('the type %j is unknown', (type) => {
  expect(read({ type })).toBe('unknown');
});

describe('what is no message', () => {
  test.each([
    '',
    'null',
    '[]',
    '5',
    '"hello"',
    '{}',
    '{"type":5}',
    '{"type":',
    '{"type":"bye"} x',
    '[{"type":"bye"}]',
  ])('%s', (text) => {
    expect(readControl(Buffer.from(text))).toBeUndefined();
  });

  test('bytes that are not UTF-8', () => {
    const broken = Buffer.from('{"type":"ringing","name":"\xff"}', 'latin1');
    expect(readControl(broken)).toBeUndefined();
  });

  test('64 kB of brackets', () => {
    expect(readControl(Buffer.from('['.repeat(65536)))).toBeUndefined();
    const nested = `${'['.repeat(30000)}${']'.repeat(30000)}`;
    expect(readControl(Buffer.from(`{"type":"chat","id":1,"text":${nested}}`))).toBeUndefined();
    expect(readControl(Buffer.from(`{"type":"bye","more":${nested}}`))).not.toBe('unknown');
  });
});

test('every text is sanitised', () => {
  const evil = 'a\u001b[2J\u202eb\u0000';
  expect(changed(hello!, { name: evil, camera: { on: true, trouble: evil } })).toMatchObject({
    name: 'ab',
    camera: { trouble: 'ab' },
  });
  expect(read({ type: 'ringing', name: '\u001b[2J' })).toEqual({ type: 'ringing', name: 'someone' });
  expect(read({ type: 'refused', reason: 'token', text: `${evil}\nc` })).toMatchObject({ text: 'ab c' });
  expect(read({ type: 'chat', id: 1, text: `${evil}\r\nc` })).toMatchObject({ text: 'ab\nc' });
});

test('a chat is cut to 4000 characters, and as written fits into 64 kB', () => {
  const long = read({ type: 'chat', id: 1, text: 'x'.repeat(5000) });
  expect(long).toEqual({ type: 'chat', id: 1, text: 'x'.repeat(4000) });
  expect(writeControl({ type: 'chat', id: 1, text: '漢'.repeat(4000) }).length).toBeLessThan(65536);
});

const json = fc.json({ maxDepth: 4 });
const type = fc.constantFrom(...everyMessage.map((message) => message.type));
const anyFields = fc.record(
  {
    type,
    version: fc.jsonValue(),
    name: fc.jsonValue(),
    token: fc.jsonValue(),
    transport: fc.jsonValue(),
    wish: fc.jsonValue(),
    camera: fc.jsonValue(),
    id: fc.jsonValue(),
    text: fc.jsonValue(),
    key: fc.jsonValue(),
  },
  { requiredKeys: ['type'] },
);

test('whatever comes, reading never throws, and what it gives can be written and read again', () => {
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    json.map((text) => new TextEncoder().encode(text)),
    anyFields.map(encode),
  );
  fc.assert(
    fc.property(bodies, (body) => {
      const message = readControl(body);
      if (message !== undefined && message !== 'unknown')
        expect(readControl(writeControl(message))).toEqual(message);
    }),
    { numRuns: 2000 },
  );
});

test('a damaged message never throws', () => {
  const damaged = fc.tuple(fc.constantFrom(...everyMessage), fc.nat(400), fc.nat(255));
  fc.assert(
    fc.property(damaged, ([message, place, byte]) => {
      const body = writeControl(message);
      body[place % body.length] = byte;
      readControl(body);
    }),
    { numRuns: 2000 },
  );
});
