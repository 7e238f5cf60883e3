import { ExitCode, reasonOf, VtalkError } from '../base/errors.ts';
import type { VideoCodec } from '../base/video.ts';
import { openNative } from './native.ts';
import { openWasm } from './wasm.ts';

/**
 * Opens the VP9 implementation that is asked for; 'auto' takes the native one where it is installed, which needs a
 * fraction of the processor. Rejects with a `VtalkError` when there is none.
 */
export async function openCodec(preference: 'auto' | 'native' | 'wasm'): Promise<VideoCodec> {
  if (preference === 'wasm') return openWasm().catch(wasmMissing);
  if (preference === 'native') return openNative().catch(nativeMissing);
  return openNative().catch(() => openWasm().catch(wasmMissing));
}

function nativeMissing(cause: unknown): never {
  throw new VtalkError('the native video codec is not installed', {
    exitCode: ExitCode.missing,
    hint: 'npm install node-av, or leave the choice to vtalk',
    cause,
  });
}

function wasmMissing(cause: unknown): never {
  throw new VtalkError(`the video codec does not start: ${reasonOf(cause)}`, {
    exitCode: ExitCode.missing,
    hint: 'install vtalk again',
    cause,
  });
}
