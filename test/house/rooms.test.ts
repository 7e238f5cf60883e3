import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = new URL('../../src', import.meta.url).pathname;

const STEPS = ['rtp', 'secure', 'jitter', 'voice', 'render', 'control'];
const EDGES = ['devices', 'net', 'terminal', 'store'];
const ENGINES = ['picture', 'codec'];

/** Who may import whom: a room itself is always allowed. */
const NEIGHBOURS: Record<string, readonly string[]> = {
  base: [],
  ...Object.fromEntries([...STEPS, ...ENGINES, ...EDGES].map((room) => [room, ['base']])),
  ui: ['base', 'call/state.ts'],
  call: ['base', ...STEPS],
  cli: ['base', 'call', 'ui', ...STEPS, ...ENGINES, ...EDGES],
  main: ['base', 'cli'],
};

/** One package is known to one room. */
const PACKAGES: Record<string, readonly string[]> = {
  base: ['get-east-asian-width'],
  secure: ['@peculiar/x509', 'reflect-metadata'],
  picture: ['sharp'],
  codec: ['node-av', '@libav.js/variant-vp9-opus', '@libav.js/types', 'libopus-wasm'],
  devices: ['ffmpeg-static', 'node-record-lpcm16', 'speaker', '@livekit/rtc-ffi-bindings'],
  ui: ['blessed'],
  cli: ['commander'],
};

/** Steps know neither clock nor socket nor file: of Node only what computes. */
const PURE_BUILTINS = new Set(['crypto', 'net', 'buffer', 'zlib']);

interface Import {
  file: string;
  room: string;
  target: string;
}

function importsOf(file: string): Import[] {
  const room = file.split(sep).length === 1 ? 'main' : (file.split(sep)[0] ?? '');
  const text = readFileSync(join(SRC, file), 'utf8');
  const targets = text.matchAll(/(?:^|[^\w.])(?:from|import)\s*\(?\s*'([^']+)'/gm);
  return Array.from(targets, ([, target = '']) => ({ file, room, target }));
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports = files.flatMap(importsOf);
const isRelative = ({ target }: Import): boolean => target.startsWith('.');
const isBuiltin = ({ target }: Import): boolean =>
  target.startsWith('node:') || builtinModules.includes(target);

const filesWith = (pattern: RegExp): string[] =>
  files.filter((file) => pattern.test(readFileSync(join(SRC, file), 'utf8'))).toSorted();

describe('the house', () => {
  it('is read at all', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(200);
  });

  it('lets no room import a neighbour', () => {
    const strangers = imports.filter(isRelative).filter(({ file, room, target }) => {
      const path = normalize(join(dirname(file), target));
      const other = path.split(sep)[0] ?? '';
      const allowed = NEIGHBOURS[room] ?? [];
      return other !== room && !allowed.includes(other) && !allowed.includes(path);
    });
    expect(strangers).toEqual([]);
  });

  it('knows each package in one room only', () => {
    const foreign = imports
      .filter((each) => !isRelative(each) && !isBuiltin(each))
      .filter(
        ({ room, target }) =>
          !(PACKAGES[room] ?? []).some((name) => target === name || target.startsWith(`${name}/`)),
      );
    expect(foreign).toEqual([]);
  });

  it('keeps steps free of the world', () => {
    const worldly = imports
      .filter(({ room }) => STEPS.includes(room) || room === 'call')
      .filter((each) => isBuiltin(each) && !PURE_BUILTINS.has(each.target.replace('node:', '')));
    expect(worldly).toEqual([]);
  });

  it('has one timer, in base, and one exit, in main', () => {
    expect(filesWith(/\bsetTimeout\(|\bsetInterval\(|\bDate\.now\(/)).toEqual(['base/clock.ts']);
    expect(filesWith(/\bprocess\.exit\(/)).toEqual(['main.ts']);
  });
});
