import type { Clock } from '../../base/clock.ts';
import { VtalkError } from '../../base/errors.ts';
import { drawTestCard } from '../../devices/card-picture.ts';
import { sharpScaler } from '../../picture/sharp-scaler.ts';
import { ok, type Finding } from './finding.ts';
import { npmRepair } from './system.ts';

const CAMERA = { width: 640, height: 360 };
/** Neither the camera's size nor half of it, which would need no library. */
const WANTED = { width: 158, height: 90 };

/** Scales one picture, and another to measure. Rejects with a VtalkError when the library does not load. */
export async function checkSharp(clock: Clock): Promise<Finding> {
  const scaler = sharpScaler();
  const frame = { ...CAMERA, data: drawTestCard(0, 'ana', CAMERA), capturedAt: 0 };
  try {
    await scaler.scale(frame, WANTED);
  } catch (cause) {
    throw new VtalkError('sharp does not load: it scales the pictures', {
      hint: npmRepair,
      cause,
    });
  }
  const begunAt = clock.now();
  await scaler.scale(frame, WANTED);
  const scaleMs = Math.round((clock.now() - begunAt) * 10) / 10;
  const sizes = `${CAMERA.width}x${CAMERA.height} to ${WANTED.width}x${WANTED.height}`;
  return ok({ check: 'sharp', finding: `${sizes} in ${scaleMs} ms`, measured: { scaleMs } });
}
