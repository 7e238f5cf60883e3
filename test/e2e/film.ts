import { execFileSync } from 'node:child_process';
import type { Sandbox } from './sandbox.ts';
import { lacking } from './tool.ts';

/** Why there can be no film; with CI set there must be one. */
export const noFilms = lacking('ffmpeg', '-version');

/** A moving picture of 320x180, 30 frames a second, made by a program that we did not write. */
export function makeFilm(sandbox: Sandbox, seconds: number): string {
  const path = sandbox.path('film.mp4');
  const source = ['-f', 'lavfi', '-i', `testsrc2=s=320x180:r=30:d=${seconds}`];
  execFileSync('ffmpeg', ['-v', 'error', ...source, '-c:v', 'mpeg4', '-q:v', '4', path]);
  return path;
}
