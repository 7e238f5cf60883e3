import type { Film } from '../../base/film.ts';
import { findFfmpeg } from '../../devices/ffmpeg.ts';
import { checkFile } from '../../devices/file-camera.ts';
import { fileFilm } from '../../devices/file-film.ts';
import { pictureFilm } from '../../picture/picture-film.ts';

/** The film in a file: pictures and animations by sharp, all else by ffmpeg. Throws VtalkError when there is none. */
export async function openFilm(path: string, ffmpeg: string | undefined): Promise<Film> {
  await checkFile(path, 'give a video or a picture');
  const picture = await pictureFilm(path);
  return picture ?? (await fileFilm(path, await findFfmpeg({ flag: ffmpeg, env: process.env })));
}
