import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { decode } from 'sixel';

const [INTRODUCER_END, ST_LENGTH] = ['q', 2];

export const lacksLibsixel =
  !process.env['CI'] && spawnSync('sixel2png', ['-V']).error !== undefined && 'there is no sixel2png';

/** The pixels of an image, RGB, as libsixel sees them. */
export async function libsixelPixels(image: Uint8Array): Promise<Uint8Array> {
  const directory = mkdtempSync(join(tmpdir(), 'vtalk-sixel-'));
  writeFileSync(join(directory, 'image.six'), image);
  const { stderr } = spawnSync('sixel2png', ['-i', 'image.six', '-o', 'image.png'], { cwd: directory });
  if (String(stderr) !== '') throw new Error(String(stderr));
  const png = readFileSync(join(directory, 'image.png'));
  rmSync(directory, { recursive: true });
  return new Uint8Array(await sharp(png).removeAlpha().raw().toBuffer());
}

/** The same as the package `sixel` sees them, which takes what stands between DCS and ST: all else it draws, too. */
export function npmSixelPixels(image: Uint8Array): Uint8Array {
  const bytes = Buffer.from(image);
  const body = bytes.subarray(bytes.indexOf(INTRODUCER_END) + 1, -ST_LENGTH);
  return Uint8Array.from(decode(body).data8.filter((_, at) => at % 4 < 3));
}
