// Programs by other people that draw films in terminals. Each gives the bytes of every frame and its CPU time, or
// undefined where it, or what builds it, is not installed.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A place for films and programs, which is gone in the end. */
export class Workshop {
  #directory = mkdtempSync(join(tmpdir(), 'vtalk-bench-'));
  #chafa;
  #films = new Map();

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
    return { cpuMs: Number(stdout), frames: framesIn(readFileSync(out)).map(fromHome) };
  }

  close() {
    rmSync(this.#directory, { recursive: true });
  }

  #film(frames) {
    const known = this.#films.get(frames);
    if (known) return known;
    const path = join(this.#directory, `film${this.#films.size}.rgb`);
    writeFileSync(path, Buffer.concat(frames.map(({ data }) => data)));
    this.#films.set(frames, path);
    return path;
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
const fromHome = (frame) =>
  Buffer.concat([Buffer.from('\x1b[H'), Buffer.from(frame.toString('utf8').replaceAll('\n', '\r\n'))]);
