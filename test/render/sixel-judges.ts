import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

/** What of the package `sixel` is used here. */
interface SixelPackage {
  /** RGBA of what stands between DCS and ST. All else it takes for data, and draws. */
  decode(body: Uint8Array): { data8: Uint8ClampedArray };
}

const [INTRODUCER_END, ST_LENGTH] = ['q', 2];

export const lacksLibsixel =
  !process.env['CI'] && spawnSync('sixel2png', ['-V']).error !== undefined && 'there is no sixel2png';
const npmSixel = load();
export const lacksNpmSixel = npmSixel === undefined && 'the package sixel is not installed';

function load(): SixelPackage | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- may be missing, and its types with it
    return createRequire(import.meta.url)('sixel') as SixelPackage;
  } catch {
    return undefined;
  }
}

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

/** The same as the package `sixel` sees them. */
export function npmSixelPixels(image: Uint8Array): Uint8Array {
  const bytes = Buffer.from(image);
  const body = bytes.subarray(bytes.indexOf(INTRODUCER_END) + 1, -ST_LENGTH);
  const rgba = npmSixel?.decode(body).data8 ?? [];
  return Uint8Array.from(rgba.filter((_, at) => at % 4 < 3));
}
