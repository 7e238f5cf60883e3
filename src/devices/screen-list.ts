import { listDevices, parseAvfoundation } from './device-listing.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { Machine, Screen } from './machine.ts';

/** The screens of the machine, the default one first. Without ffmpeg those of a Mac are not known. */
export async function listScreens({ platform, env }: Machine, ffmpeg: Ffmpeg | undefined): Promise<Screen[]> {
  if (platform === 'darwin')
    return ffmpeg ? parseAvfoundation(await listDevices(ffmpeg, 'avfoundation')).screens : [];
  if (platform === 'win32') return [{ id: 'desktop', name: 'desktop' }];
  return env['DISPLAY'] ? [x11Screen(env['DISPLAY'])] : [];
}

/** `display`: as in $DISPLAY, or its number alone. */
export function x11Screen(display: string): Screen {
  const id = /^\d/.test(display) && !display.includes(':') ? `:${display}` : display;
  return { id, name: `X11 display ${id}` };
}
