// Programs by other people that draw films in terminals. Each gives the bytes of every frame and its CPU time, or
// undefined where it, or what builds it, is not installed.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rgbToI420 } from '../dist/base/i420.js';

/** A place for films and programs, which is gone in the end. */
export class Workshop {
  #directory = mkdtempSync(join(tmpdir(), 'vtalk-bench-'));
  #chafa;
  #files = new Map();

  /** libchafa: the whole picture for each frame, on one thread. `look`: { symbols, colors }. */
  chafa(frames, { columns, rows }, { symbols, colors }) {
    this.#chafa ??= this.#build();
    if (!this.#chafa.program) return undefined;
    const { width, height } = frames[0];
    const out = join(this.#directory, 'out');
    const sizes = [width, height, columns, rows].map(String);
    const { stdout, status } = spawnSync(this.#chafa.program, [
      this.#film(frames),
      ...sizes,
      symbols,
      colors,
      out,
    ]);
    if (status !== 0) return undefined;
    const painted = framesIn(readFileSync(out)).map((frame) => frame.toString('utf8'));
    return { cpuMs: Number(stdout), frames: painted.map(fromHome) };
  }

  /** timg: it repaints each picture as well. `look`: { pixelation, colors }; its CPU time is that of bash's `time`. */
  timg(frames, { columns, rows }, { pixelation, colors }) {
    const words = [`-p${pixelation}`, `-g${columns}x${rows}`, ...(colors === '256' ? ['--color8'] : [])];
    const run = (count) => timed('timg', [...words, `--frames=${count}`, this.#video(frames)]);
    const one = run(1);
    const all = one && run(frames.length);
    if (!all) return undefined;
    const painted = all.stdout.toString('utf8').split(`\x1b[${rows}A`);
    // After the last line of all cells a line feed would scroll.
    const unscrolled = painted.map((frame) => frame.slice(0, frame.lastIndexOf('\n')));
    return { cpuMs: (all.cpuMs - one.cpuMs) / (frames.length - 1), frames: unscrolled.map(fromHome) };
  }

  close() {
    rmSync(this.#directory, { recursive: true });
  }

  #film(frames) {
    return this.#file(frames, 'rgb', () => Buffer.concat(frames.map(({ data }) => data)));
  }

  #video(frames) {
    return this.#file(frames, 'y4m', () => y4mOf(frames));
  }

  /** The path of the frames in a format. */
  #file(frames, format, bytes) {
    const paths = this.#files.get(frames) ?? {};
    this.#files.set(frames, paths);
    if (!paths[format]) {
      paths[format] = join(this.#directory, `film${this.#files.size}.${format}`);
      writeFileSync(paths[format], bytes());
    }
    return paths[format];
  }

  #build() {
    const flags = spawnSync('pkg-config', ['--cflags', '--libs', 'chafa'], { encoding: 'utf8' });
    if (flags.status !== 0) return {};
    const program = join(this.#directory, 'chafa');
    const source = new URL('chafa.c', import.meta.url).pathname;
    const built = spawnSync('cc', ['-O2', '-o', program, source, ...flags.stdout.trim().split(/\s+/)]);
    return built.status === 0 ? { program } : {};
  }
}

function framesIn(bytes) {
  const frames = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32LE(at);
    frames.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return frames;
}

/** Its lines are told apart by line feeds, and begin wherever the cursor is. */
const fromHome = (frame) => Buffer.from(`\x1b[H${frame.replaceAll('\n', '\r\n')}`);

/** What a program writes, and its CPU time; undefined where it is not installed. */
function timed(command, words) {
  const script = `TIMEFORMAT='%U %S'; time "$@"`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', command, ...words], {
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) return undefined;
  const [user, system] = stderr.toString().trim().split('\n').at(-1).split(' ');
  return { stdout, cpuMs: (Number(user) + Number(system)) * 1000 };
}

/** As a video without compression (YUV4MPEG2). */
function y4mOf(frames) {
  const { width, height } = frames[0];
  const header = `YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`;
  const pictures = frames.flatMap(({ data }) => [Buffer.from('FRAME\n'), rgbToI420(data, width, height)]);
  return Buffer.concat([Buffer.from(header), ...pictures]);
}
